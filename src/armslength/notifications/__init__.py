"""What a person should know, told to them inside the product."""
