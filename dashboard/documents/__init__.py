"""What is taken away to read: sheets on paper and pictures of charts, as PDF, ODT, PNG, SVG."""
