"""The bulletin (通报): one content, set as an official document (docx) and as a page."""
