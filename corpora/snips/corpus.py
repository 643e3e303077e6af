"""The SNIPS corpus in the division of Goo et al. 2018, read as `dialog.corpus.iob` says.

Intents and slots keep their names: `snips.inform(task=PlayMusic, artist=...)`.
"""

from corpora.snips.home import HOME
from dialog.corpus.iob import IobCorpus

_INTENTS = """
AddToPlaylist BookRestaurant GetWeather PlayMusic RateBook SearchCreativeWork SearchScreeningEvent
"""
_SLOTS = """
album artist best_rating city condition_description condition_temperature country cuisine
current_location entity_name facility genre geographic_poi location_name movie_name movie_type
music_item object_location_type object_name object_part_of_series_type object_select object_type
party_size_description party_size_number playlist playlist_owner poi rating_unit rating_value
restaurant_name restaurant_type served_dish service sort spatial_relation state timeRange track
year
"""


class Snips(IobCorpus):
    """SNIPS from a folder of line files."""

    name = "snips"
    description = "SNIPS: commands to a voice assistant with intents and slots (English)"
    licence = "none stated"
    citation = "Coucke et al., 2018 (arXiv:1805.10190); division: Goo et al., NAACL 2018"
    homepage = "https://github.com/MiuLab/SlotGated-SLU"
    home = HOME
    intents = frozenset(_INTENTS.split())
    slots = frozenset(_SLOTS.split())
