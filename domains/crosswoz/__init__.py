"""Sights, hotels, restaurants, the metro and taxis of Beijing in Chinese, as in CrossWOZ."""
