"""An image, kept by its digest and served through the walls."""
