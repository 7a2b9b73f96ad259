"""The pure core: values in, values out. It knows no service, no file and no clock."""
