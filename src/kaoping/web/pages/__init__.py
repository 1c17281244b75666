"""What all pages share: lists, forms that never overwrite silently, exports, navigation, the look."""
