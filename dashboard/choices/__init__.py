"""What a reader may choose: fields, addresses, widgets."""
