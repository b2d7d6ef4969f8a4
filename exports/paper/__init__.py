"""Everything printed: page kit, fonts, chart shapes, print colours. The only PDF layer."""
