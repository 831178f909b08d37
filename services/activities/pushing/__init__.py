"""Web Push: to the browsers that somebody has subscribed."""
