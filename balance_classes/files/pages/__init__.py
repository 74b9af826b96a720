"""What is opened in a browser: report, notice, seal sheet, ceremony."""
