"""Files: what a file is, whatever its name says, and its rows one by one in bounded memory."""
