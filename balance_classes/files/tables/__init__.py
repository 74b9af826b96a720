"""From the bytes of any file to sheets of raw cells."""
