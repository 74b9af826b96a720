"""What is opened in a browser: report, notice, ceremony."""
