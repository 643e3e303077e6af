"""Hand-written tables of the fictional city: what exists, in which area, and what it is called."""

from __future__ import annotations

AREAS: tuple[str, ...] = ("centre", "north", "south", "east", "west")
PRICES: tuple[str, ...] = ("cheap", "moderate", "expensive")

# kind | area | name
LANDMARKS = """
museum | centre | City Museum
square | centre | Market Square
square | centre | Weavers Square
square | north | Foundry Square
park | centre | Almoner's Green
park | south | Larkfield Park
park | west | Hazel Park
theatre | centre | The Lantern Theatre
theatre | centre | Theatre Ambrose
theatre | east | Ropewalk Theatre
cinema | centre | The Majestic
cinema | north | Orbit Cinema
cinema | east | Harbour Screen
college | centre | Saint Osmund's College
college | centre | Fenwick College
college | west | Marlowe Hall
church | centre | Saint Hilda's Church
church | south | Church of Saint Piran
church | north | Holy Well Church
swimming pool | north | Northfield Baths
swimming pool | south | Larkfield Lido
swimming pool | west | Westbrook Pool
concert hall | centre | Handbell Hall
concert hall | east | The Maltings
castle | north | Castle Orrin
library | centre | Central Library
library | south | Bramley Library
library | east | Quayside Library
station | centre | Castle Street Station
station | south | South Parade Station
station | east | Dockside Station
bus station | centre | Tallow Street Buses
bus station | north | Northfield Interchange
market | centre | The Corn Hall
market | south | Bramley Market
market | east | Fish Quay Market
stadium | east | Breakwater Stadium
stadium | north | Foundry Ground
gallery | centre | Larch and Linden Gallery
gallery | east | Gallery 21
gallery | west | The Glasshouse Gallery
bridge | centre | Nine Arch Bridge
bridge | east | Lock Bridge
bridge | west | Packhorse Bridge
zoo | west | Hazel Hill Zoo
garden | centre | The Physic Garden
garden | south | Rose Walk Garden
garden | west | Westbrook Arboretum
nightclub | centre | Club Mercury
nightclub | centre | The Velvet Room
nightclub | east | Pier Nine
hospital | south | Queen Maud Hospital
hospital | north | Northfield Infirmary
school | north | Foundry Lane School
school | south | Bramley School
school | west | Packhorse Primary
shopping centre | centre | The Arcades
shopping centre | north | Northfield Mall
shopping centre | west | Westbrook Centre
sports centre | north | Anvil Sports Centre
sports centre | south | Larkfield Sports Hall
sports centre | west | Hazel Sports Dome
ice rink | north | Silver Blade Rink
boating lake | west | Heron Lake
town hall | centre | The Guildhall
cathedral | centre | Saint Osmund's Cathedral
tower | centre | The Clock Tower
tower | south | Beacon Tower
monument | centre | The Founders' Column
monument | east | Mariners' Monument
mosque | north | Foundry Lane Mosque
temple | south | Lotus Hill Temple
synagogue | centre | Lamplighters Synagogue
windmill | south | Bramley Mill
aquarium | east | Fish Quay Aquarium
observatory | west | Hazel Hill Observatory
planetarium | south | Star Dome
bowling alley | east | Ten Pin Harbour
bowling alley | north | Anvil Lanes
golf course | west | Westbrook Links
racecourse | south | Long Meadow Races
farm | west | Packhorse Farm
nature reserve | east | Saltmarsh Reserve
nature reserve | north | Orrin Woods
lighthouse | east | Breakwater Light
marina | east | Lock Marina
fountain | centre | The Swan Fountain
university | west | Westbrook University
conference centre | north | Orrin Forum
comedy club | centre | The Laughing Gate
comedy club | east | Punchline Wharf
skate park | south | Halfpipe Yard
"""

# food | area | pricerange | name
RESTAURANTS = """
italian | centre | moderate | Roma
italian | centre | expensive | Bianchi's
italian | centre | cheap | Pasta Fresca
italian | centre | moderate | The Olive Press
italian | north | moderate | Trattoria Vento
italian | north | cheap | Nonna Pia
italian | south | expensive | Casa Lucchese
italian | south | cheap | Forno 48
italian | east | moderate | Little Palermo
italian | west | expensive | Il Cortile
chinese | centre | cheap | Jade Lantern
chinese | centre | moderate | Lotus Garden
chinese | centre | expensive | The Nine Dragons
chinese | centre | cheap | Dumpling Yard
chinese | north | moderate | Silver Carp
chinese | north | cheap | Noodle Corner
chinese | south | cheap | Happy Bamboo
chinese | south | expensive | Plum Blossom Pavilion
chinese | east | moderate | Harbour Wok
chinese | west | cheap | The Red Teapot
chinese | west | moderate | Sichuan Kitchen
indian | centre | moderate | Saffron House
indian | centre | expensive | The Peacock Throne
indian | centre | cheap | Chutney and Co
indian | north | moderate | Tamarind Tree
indian | north | cheap | Northfield Tandoori
indian | south | moderate | Cardamom Road
indian | east | expensive | Pepper Coast
indian | east | cheap | Dosa Dock
indian | east | moderate | Masala Wharf
indian | west | moderate | Indian Summer
indian | west | expensive | Marigold Palace
european | centre | expensive | Eraina
european | centre | moderate | Number Nine
european | centre | cheap | Linden Cafe
european | centre | expensive | The Glass Orchard
european | north | moderate | Alder and Ash
european | south | moderate | The Continental
european | east | cheap | Quay Kitchen
european | west | expensive | Westbrook Dining Rooms
british | centre | moderate | The Tin Kettle
british | centre | expensive | Hartley's Chop Room
british | centre | cheap | Pie and Pickle
british | north | cheap | Anvil Street Canteen
british | north | moderate | Mrs Penrose's Kitchen
british | south | expensive | The Bramley Apple
british | south | moderate | Dripping and Toast
british | east | cheap | Mariner's Breakfast Room
british | west | moderate | The Hazel Larder
french | centre | expensive | Maison Delorme
french | centre | moderate | Le Petit Quai
french | south | expensive | Chez Odile
french | west | moderate | Bistro Marguerite
french | west | expensive | La Cloche d'Argent
thai | centre | moderate | Lemongrass Lane
thai | centre | cheap | Tuk Tuk Thai
thai | north | moderate | Chiang Mai Garden
thai | east | moderate | The Thai Orchid
japanese | centre | expensive | Kaede
japanese | centre | moderate | Sushi Bar Hoshi
japanese | east | cheap | Ramen 55
japanese | west | moderate | Blue Crane
korean | centre | moderate | Seoul Table
korean | north | cheap | Kimchi Cabin
korean | south | moderate | The Stone Bowl
turkish | centre | moderate | Bosphorus Grill
turkish | centre | cheap | Charcoal and Mint
turkish | north | cheap | Ottoman Corner
turkish | south | moderate | The Blue Tulip
turkish | east | cheap | Izmir Kebab House
greek | centre | moderate | Taverna Kyra
greek | south | cheap | The Naxos Oven
greek | east | moderate | Aegean Blue
spanish | centre | moderate | Casa Paloma
spanish | centre | cheap | Tapas Twelve
spanish | west | expensive | El Patio Azul
spanish | north | moderate | La Buena Mesa
mexican | centre | cheap | Cantina Rosario
mexican | east | cheap | Taco Pier
mexican | north | moderate | Agave and Lime
vietnamese | centre | cheap | Pho Saigon Street
vietnamese | south | cheap | Little Hanoi
vietnamese | west | moderate | Mekong Kitchen
lebanese | centre | moderate | Cedar and Sumac
lebanese | south | moderate | Beirut Nights
lebanese | east | cheap | The Fig Leaf
mediterranean | centre | moderate | Sundial
mediterranean | centre | cheap | The Lemon Terrace
mediterranean | east | expensive | Azzurra Bay
mediterranean | south | moderate | Rosemary and Salt
seafood | centre | expensive | The Oyster Room
seafood | east | moderate | Fish Quay Kitchen
seafood | east | expensive | Lobster and Lantern
seafood | east | cheap | Captain Tully's
gastropub | centre | moderate | The Weaver's Arms
gastropub | centre | expensive | The Gilded Goose
gastropub | north | moderate | The Hammer and Tongs
gastropub | south | moderate | The Three Larks
gastropub | west | cheap | The Packhorse Inn
vegetarian | centre | cheap | Green Thimble
vegetarian | centre | moderate | Root and Branch
vegetarian | west | cheap | The Sprouting Bean
vegetarian | south | moderate | Beetroot
international | centre | moderate | Compass
international | centre | cheap | World Kitchen 360
international | north | moderate | The Departure Lounge
international | east | moderate | Four Winds
international | south | cheap | Passport Cafe
african | centre | moderate | Baobab
african | north | cheap | Savanna Kitchen
african | east | moderate | Lagos Lounge
portuguese | centre | moderate | Casa do Galo
portuguese | west | cheap | Piri and Pao
portuguese | south | moderate | The Lisbon Tram
steakhouse | centre | expensive | Ember and Oak
steakhouse | north | expensive | Foundry Steakhouse
steakhouse | west | moderate | The Brass Bull
fusion | centre | expensive | Salt Moth
fusion | east | moderate | Junction 12
fusion | west | expensive | East Meets Westbrook
caribbean | north | cheap | Jerk Junction
caribbean | east | cheap | Mango Wharf
caribbean | south | moderate | Kingston Yard
polish | north | cheap | Pierogi Pantry
polish | centre | moderate | The White Stork
polish | south | cheap | Babcia's
russian | centre | expensive | The Winter Samovar
russian | west | moderate | Birch and Honey
moroccan | centre | moderate | Casbah Lane
moroccan | east | expensive | The Blue Door Riad
moroccan | north | moderate | Tagine and Thyme
ethiopian | centre | cheap | Addis Table
ethiopian | south | cheap | Injera House
hungarian | centre | moderate | The Paprika Mill
hungarian | west | moderate | Danube
"""

# type | area | pricerange | stars | name
HOTELS = """
guesthouse | centre | cheap | 4 | Alexander Bed and Breakfast
guesthouse | centre | moderate | 4 | Lamplighter House
guesthouse | centre | moderate | 3 | Tallow Street Rooms
guesthouse | centre | cheap | 2 | The Snug
hotel | centre | expensive | 5 | The Grand Osmund
hotel | centre | expensive | 4 | The Guild Hotel
hotel | centre | moderate | 3 | Hotel Meridian
hotel | centre | cheap | 1 | Pod 88
hotel | centre | cheap | 0 | Station Bunkhouse
hotel | centre | moderate | 4 | The Swan and Star
guesthouse | north | moderate | 4 | Appletree Cottage
guesthouse | north | cheap | 4 | Mrs Hale's
guesthouse | north | cheap | 3 | Northfield Villa
guesthouse | north | moderate | 0 | The Smithy
guesthouse | north | cheap | 4 | Orrin View
hotel | north | moderate | 3 | Castle Orrin Lodge
hotel | north | expensive | 4 | The Forum Hotel
hotel | north | cheap | 2 | Motorstop 7
guesthouse | south | moderate | 4 | Bramley Farmhouse
guesthouse | south | cheap | 3 | Larkfield House
guesthouse | south | expensive | 4 | Rose Walk Manor
guesthouse | south | cheap | 2 | Number Thirty One
hotel | south | expensive | 5 | The Beacon Spa Hotel
hotel | south | moderate | 3 | The Jockey's Rest
hotel | south | cheap | 1 | South Parade Inn
guesthouse | east | cheap | 4 | The Anchor Rooms
guesthouse | east | moderate | 4 | Saltmarsh Cottage
guesthouse | east | cheap | 0 | Mariners' Hostel
guesthouse | east | moderate | 3 | The Lightkeeper's House
hotel | east | expensive | 4 | Hotel Breakwater
hotel | east | moderate | 4 | The Quayside
hotel | east | cheap | 2 | Dock and Doze
hotel | east | expensive | 5 | Marina Palace Hotel
guesthouse | west | moderate | 4 | Hazel Hill House
guesthouse | west | cheap | 3 | Packhorse Barn
guesthouse | west | cheap | 4 | Heron Cottage
guesthouse | west | expensive | 5 | The Old Rectory
hotel | west | moderate | 2 | Westbrook Lodge
hotel | west | expensive | 4 | The Links Hotel
hotel | west | cheap | 3 | Campus Inn
hotel | west | moderate | 3 | Hotel Sycamore
hotel | north | moderate | 4 | The Iron Gate
"""

STREETS: dict[str, tuple[str, ...]] = {
    "centre": (
        "Tallow Street", "Almoner's Row", "Bell Yard", "Castle Street", "Chandlers Passage",
        "Cloth Lane", "Cornmarket", "Dovecote Lane", "Guild Street", "Lamplighters Lane",
        "Linden Walk", "Osmund Street", "Pewter Alley", "Weavers Hill",
    ),
    "north": (
        "Anvil Street", "Bellows Road", "Foundry Lane", "Holy Well Road", "Northfield Avenue",
        "Orrin Road", "Smithy Hill", "Tinker's Close", "Upper Forge Street", "Woodgate",
    ),
    "south": (
        "Beacon Road", "Bramley Road", "Cider Lane", "Larkfield Avenue", "Long Meadow Way",
        "Lotus Hill", "Mill Bank", "Orchard Street", "Rose Walk", "South Parade",
    ),
    "east": (
        "Breakwater Road", "Capstan Street", "Dockside", "Fish Quay", "Harbour Terrace",
        "Lock Street", "Mariners' Row", "Ropewalk", "Saltmarsh Lane", "Wharf Road",
    ),
    "west": (
        "Campus Road", "Drover's Way", "Hazel Hill", "Heron Lane", "Links Drive",
        "Packhorse Lane", "Rectory Road", "Sycamore Avenue", "Westbrook Road", "Zoo Lane",
    ),
}  # fmt: skip

# Kinds without a front door: their address is a street corner, not a house number.
OPEN_KINDS: frozenset[str] = frozenset(
    {"park", "square", "bridge", "garden", "boating lake", "golf course", "nature reserve",
     "monument", "fountain", "marina", "skate park", "tower", "lighthouse", "racecourse"}
)  # fmt: skip

# Which landmarks people visit: what each kind is besides itself. The others are no attractions.
ATTRACTIONS: dict[str, str] = {
    "aquarium": "entertainment",
    "boating lake": "boat",
    "bowling alley": "entertainment",
    "bridge": "architecture",
    "castle": "architecture",
    "cathedral": "architecture",
    "church": "architecture",
    "cinema": "",
    "college": "",
    "comedy club": "entertainment",
    "concert hall": "",
    "farm": "entertainment",
    "gallery": "museum",
    "garden": "park",
    "golf course": "sports",
    "ice rink": "sports",
    "lighthouse": "architecture",
    "marina": "boat",
    "monument": "architecture",
    "mosque": "architecture",
    "museum": "",
    "nature reserve": "park",
    "nightclub": "",
    "observatory": "museum",
    "park": "",
    "planetarium": "entertainment",
    "racecourse": "sports",
    "skate park": "sports",
    "sports centre": "sports",
    "stadium": "sports",
    "swimming pool": "",
    "synagogue": "architecture",
    "temple": "architecture",
    "theatre": "",
    "tower": "architecture",
    "town hall": "architecture",
    "university": "college",
    "windmill": "architecture",
    "zoo": "entertainment",
}

DAYTIME = (
    "every day from 9:00 to 17:00",
    "every day from 10:00 to 18:00",
    "from Tuesday to Sunday, 10:00 to 17:00",
    "from Monday to Saturday, 10:00 to 17:30, and on Sunday from 12:00 to 16:00",
)
EVENINGS = (
    "every evening from 18:30",
    "from Wednesday to Sunday, from 19:00",
)
NIGHTS = ("from Thursday to Saturday, 22:00 to 4:00", "every night from 21:00 to 3:00")
ALWAYS = ("day and night",)
# Kinds that are open at other hours than by day, and what the others may cost, in pounds.
HOURS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("theatre", "concert hall", "comedy club"), EVENINGS),
    "nightclub": NIGHTS,
    **dict.fromkeys(("park", "bridge", "monument", "nature reserve", "marina"), ALWAYS),
    "cinema": ("every day from 11:00 to 23:30",),
    "bowling alley": ("every day from 11:00 to midnight",),
}
FEES: dict[str, tuple[int, ...]] = {
    **dict.fromkeys(("theatre", "concert hall", "comedy club"), (12, 15, 18)),
    **dict.fromkeys(("zoo", "aquarium", "racecourse", "stadium", "golf course"), (12, 14, 16)),
    **dict.fromkeys(("cinema", "nightclub", "bowling alley", "ice rink", "planetarium"), (6, 8, 9)),
    **dict.fromkeys(("swimming pool", "sports centre", "farm", "boating lake"), (3, 4, 5)),
    **dict.fromkeys(("castle", "cathedral", "tower", "garden", "observatory"), (2, 4, 7)),
    **dict.fromkeys(("gallery", "windmill", "lighthouse"), (0, 2, 3)),
}  # of the others entrance is free

COLOURS: tuple[str, ...] = ("black", "white", "red", "blue", "green", "silver")
MAKES: tuple[str, ...] = ("Corvane", "Halden", "Merrow", "Ostra", "Tarrant")
