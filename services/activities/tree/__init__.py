"""The tree of works: how what depends on a work adds up, at every level below it."""
