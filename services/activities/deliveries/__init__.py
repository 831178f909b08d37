"""What leaves the house for somebody: by push, by letter; tried again until it has gone."""
