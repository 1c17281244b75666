"""The scheme language: model, loader, linter and the library of published schemes."""
