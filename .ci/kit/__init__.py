"""The offline kit: the program in a folder for a Windows machine without network or rights."""
