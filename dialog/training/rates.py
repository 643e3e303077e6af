"""How fast what is trained learns, at the peak."""

from types import MappingProxyType

ENCODER = MappingProxyType({"full": 2e-4, "lora": 2e-3, "none": 1e-3})  # by what of it is trained
HEADS = 1e-3  # of what stands on it
