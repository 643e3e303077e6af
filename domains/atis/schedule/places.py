"""Hand-written tables of the places: states, cities and airports."""

from __future__ import annotations

# code | name | country
STATES = """
AZ | Arizona | USA
CA | California | USA
CO | Colorado | USA
DC | District of Columbia | USA
FL | Florida | USA
GA | Georgia | USA
IL | Illinois | USA
IN | Indiana | USA
MA | Massachusetts | USA
MD | Maryland | USA
MI | Michigan | USA
MN | Minnesota | USA
MO | Missouri | USA
NC | North Carolina | USA
NJ | New Jersey | USA
NV | Nevada | USA
NY | New York | USA
OH | Ohio | USA
ON | Ontario | Canada
PA | Pennsylvania | USA
QC | Quebec | Canada
TN | Tennessee | USA
TX | Texas | USA
UT | Utah | USA
WA | Washington | USA
WI | Wisconsin | USA
"""

# time zone -> minutes its clocks are behind those of the Eastern zone
TIME_ZONES = {"Eastern": 0, "Central": 60, "Mountain": 120, "Pacific": 180}

# name | state | time zone | other names
CITIES = """
Atlanta | GA | Eastern |
Baltimore | MD | Eastern |
Boston | MA | Eastern | beantown
Burbank | CA | Pacific |
Charlotte | NC | Eastern |
Chicago | IL | Central |
Cincinnati | OH | Eastern | cincy
Cleveland | OH | Eastern |
Columbus | OH | Eastern |
Dallas | TX | Central | dallas fort worth;dallas/fort worth
Denver | CO | Mountain |
Detroit | MI | Eastern |
Fort Worth | TX | Central | ft. worth;ft worth
Houston | TX | Central |
Indianapolis | IN | Eastern | indy
Kansas City | MO | Central |
Las Vegas | NV | Pacific | vegas
Long Beach | CA | Pacific |
Los Angeles | CA | Pacific | la;l.a.;l a
Memphis | TN | Central |
Miami | FL | Eastern |
Milwaukee | WI | Central |
Minneapolis | MN | Central |
Montreal | QC | Eastern |
Nashville | TN | Central |
New York | NY | Eastern | new york city;nyc;n.y.c.;manhattan
Newark | NJ | Eastern |
Oakland | CA | Pacific |
Ontario | CA | Pacific |
Orlando | FL | Eastern |
Philadelphia | PA | Eastern | philly
Phoenix | AZ | Mountain |
Pittsburgh | PA | Eastern |
St. Louis | MO | Central | saint louis;st louis
St. Paul | MN | Central | saint paul;st paul
St. Petersburg | FL | Eastern | saint petersburg;st petersburg;st. pete;st pete
Salt Lake City | UT | Mountain | salt lake
San Diego | CA | Pacific |
San Francisco | CA | Pacific | frisco;san fran
San Jose | CA | Pacific |
Seattle | WA | Pacific |
Tacoma | WA | Pacific |
Tampa | FL | Eastern |
Toronto | ON | Eastern |
Washington | DC | Eastern | washington dc;washington d.c.;dc;d.c.
Westchester County | NY | Eastern | westchester
"""

# code | name | degrees north | degrees west | traffic, 1 to 3 | other names | the cities it serves,
# the main one first: city, miles from its centre, direction from there
AIRPORTS = """
ATL | Hartsfield International | 33.64 | 84.43 | 3 | hartsfield;hartfield | Atlanta 9 S
BNA | Nashville International | 36.12 | 86.68 | 1 | nashville metropolitan | Nashville 8 SE
BOS | Logan International | 42.36 | 71.01 | 3 | logan;logan airport | Boston 3 E
BUR | Burbank-Glendale-Pasadena | 34.20 | 118.36 | 1 | hollywood burbank | Burbank 3 NW, Los Angeles 15 NW
BWI | Baltimore/Washington International | 39.18 | 76.67 | 3 | baltimore washington international | Baltimore 10 S, Washington 32 NE
CLE | Hopkins International | 41.41 | 81.85 | 1 | hopkins;cleveland hopkins | Cleveland 11 SW
CLT | Charlotte/Douglas International | 35.21 | 80.94 | 1 | douglas;charlotte douglas | Charlotte 7 W
CMH | Port Columbus International | 40.00 | 82.89 | 1 | port columbus | Columbus 7 E
CVG | Cincinnati/Northern Kentucky International | 39.05 | 84.66 | 1 | greater cincinnati;northern kentucky | Cincinnati 13 SW
DAL | Love Field | 32.85 | 96.85 | 3 | dallas love field;love field airport | Dallas 6 NW
DCA | Washington National | 38.85 | 77.04 | 3 | national;national airport | Washington 4 S
DEN | Stapleton International | 39.77 | 104.88 | 3 | stapleton;stapleton airport | Denver 7 E
DFW | Dallas/Fort Worth International | 32.90 | 97.04 | 3 | dallas airport;fort worth airport;dallas fort worth airport;dallas fort worth international;dallas fort worth international airport | Dallas 17 NW, Fort Worth 18 NE
DTW | Detroit Metropolitan | 42.21 | 83.35 | 1 | detroit metro;wayne county;metropolitan wayne county | Detroit 20 SW
EWR | Newark International | 40.69 | 74.17 | 2 |  | Newark 3 S, New York 16 SW
HOU | William P. Hobby | 29.65 | 95.28 | 2 | hobby;houston hobby;hobby airport | Houston 10 SE
HPN | Westchester County | 41.07 | 73.71 | 1 | westchester airport;white plains;white plains airport | Westchester County 5 NE
IAD | Dulles International | 38.94 | 77.46 | 3 | dulles;dulles airport;washington dulles | Washington 26 W
IAH | Houston Intercontinental | 29.98 | 95.34 | 1 | intercontinental;intercontinental airport | Houston 20 N
IND | Indianapolis International | 39.72 | 86.29 | 1 | | Indianapolis 8 SW
JFK | John F. Kennedy International | 40.64 | 73.78 | 1 | kennedy;kennedy airport;john f. kennedy;john f kennedy | New York 15 SE
LAS | McCarran International | 36.08 | 115.15 | 1 | mccarran;mccarran airport | Las Vegas 5 S
LAX | Los Angeles International | 33.94 | 118.41 | 2 | los angeles airport;los angeles international airport | Los Angeles 16 SW
LGA | La Guardia | 40.78 | 73.87 | 2 | laguardia;la guardia airport;laguardia airport | New York 8 NE
LGB | Long Beach Municipal | 33.82 | 118.15 | 1 | daugherty field | Long Beach 4 NE, Los Angeles 21 S
MCI | Kansas City International | 39.30 | 94.71 | 1 | | Kansas City 18 NW
MCO | Orlando International | 28.43 | 81.31 | 2 | | Orlando 9 SE
MDW | Midway | 41.79 | 87.75 | 1 | chicago midway;midway airport | Chicago 10 SW
MEM | Memphis International | 35.04 | 89.98 | 1 | | Memphis 9 SE
MIA | Miami International | 25.79 | 80.29 | 2 | | Miami 7 NW
MKE | General Mitchell International | 42.95 | 87.90 | 1 | mitchell;mitchell field;general mitchell;general mitchell airport | Milwaukee 8 S
MSP | Minneapolis/St. Paul International | 44.88 | 93.22 | 1 | minneapolis airport;st. paul airport;minneapolis st. paul international | Minneapolis 10 S, St. Paul 8 SW
OAK | Metropolitan Oakland International | 37.72 | 122.22 | 2 | metropolitan oakland | Oakland 8 S
ONT | Ontario International | 34.06 | 117.60 | 1 | | Ontario 2 E, Los Angeles 40 E
ORD | O'Hare International | 41.98 | 87.90 | 2 | o'hare;ohare;o'hare airport;chicago o'hare | Chicago 17 NW
PHL | Philadelphia International | 39.87 | 75.24 | 3 | | Philadelphia 8 SW
PHX | Sky Harbor International | 33.43 | 112.01 | 1 | sky harbor;sky harbor airport | Phoenix 4 E
PIE | St. Petersburg/Clearwater International | 27.91 | 82.69 | 1 | st. petersburg airport;clearwater;st. petersburg clearwater international | St. Petersburg 10 N
PIT | Greater Pittsburgh International | 40.49 | 80.23 | 3 | greater pittsburgh | Pittsburgh 16 NW
SAN | San Diego International | 32.73 | 117.19 | 1 | lindbergh;lindbergh field | San Diego 3 W
SEA | Seattle/Tacoma International | 47.45 | 122.31 | 2 | sea-tac;seatac;seattle airport;tacoma airport;seattle tacoma international | Seattle 14 S, Tacoma 18 NE
SFO | San Francisco International | 37.62 | 122.38 | 3 | | San Francisco 13 S
SJC | San Jose International | 37.36 | 121.93 | 1 | | San Jose 3 NW
SLC | Salt Lake City International | 40.79 | 111.98 | 1 | | Salt Lake City 5 W
STL | Lambert-St. Louis International | 38.75 | 90.37 | 1 | lambert;lambert field | St. Louis 14 NW
TPA | Tampa International | 27.98 | 82.53 | 1 | | Tampa 6 W, St. Petersburg 21 NE
YMX | Mirabel International | 45.68 | 74.04 | 1 | mirabel;mirabel airport;montreal mirabel | Montreal 34 NW
YUL | Dorval International | 45.47 | 73.74 | 1 | dorval;dorval airport;montreal dorval | Montreal 13 W
YYZ | Lester B. Pearson International | 43.68 | 79.63 | 1 | pearson;pearson airport;lester pearson;lester pearson airport;toronto international | Toronto 17 W
"""  # noqa: E501

# airport | ways into its cities besides a taxi, a limousine and a rental car
TRANSPORT = """
ATL | bus;train
BNA | bus
BOS | bus;train;air taxi operation
BWI | bus;train
CLE | train
CVG | bus
DAL | bus
DCA | bus;train
DEN | bus;air taxi operation
DFW | bus;air taxi operation
DTW | bus
EWR | bus
IAD | bus
IAH | bus;air taxi operation
JFK | bus;train
LAX | bus;air taxi operation
LGA | bus
MCO | bus
MIA | bus;train
MKE | bus
MSP | bus
OAK | bus;train
ORD | bus;train
PHL | bus;train;air taxi operation
PHX | bus
PIT | bus;air taxi operation
SAN | bus
SEA | bus
SFO | bus;air taxi operation
SLC | bus
STL | bus
YUL | bus
YYZ | bus
"""
