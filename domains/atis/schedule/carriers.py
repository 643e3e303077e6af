"""Hand-written tables of the flying: airlines and their routes, aircraft, meals, fares, codes."""

from __future__ import annotations

# code | name | its aircraft | cabins in front of coach | other names
AIRLINES = """
AA | American Airlines | 100;72S;M80;757;767;763;D10;SF3 | first;business | american;american airline
AC | Air Canada | D9S;72S;320;767;L10;DH8 | first;business | canada air
AS | Alaska Airlines | 73S;72S;M80 | first | alaska;alaska airline;alaskan
CO | Continental Airlines | D9S;M80;737;733;72S;AB3;D10;AT7 | first;business | continental;continental airline
CP | Canadian Airlines International | 73S;320;767;D10 | business | canadian;canadian airlines;canadian airline;canadian international
DL | Delta Air Lines | D9S;73S;733;72S;M80;757;767;763;L10;M11 | first;business | delta;delta airlines;delta airline
EA | Eastern Airlines | D9S;727;72S;757;AB3;L10 | first | eastern;eastern airline;eastern air lines
FF | Tower Air | 747 | business | tower
HP | America West Airlines | 73S;733;757;320;DH8 | first | america west;america west airline
KW | Carnival Air Lines | 72S;73S;AB3 | | carnival;carnival airlines
LH | Lufthansa | 310;AB3;D10;74M | first;business | lufthansa airlines;lufthansa german airlines
ML | Midway Airlines | D9S;73S;M80 | | midway;midway airline
NW | Northwest Airlines | DC9;D9S;72S;320;757;D10;747;146;SF3 | first;business | northwest;northwest airline;northwest orient
NX | Nationair | 757;D8S;747 | | nation air;nationair canada
TW | Trans World Airlines | D9S;727;72S;M80;L10;767;747;BE9 | first;business | twa;t w a;trans world;trans world airline
TZ | American Trans Air | 72S;757;L10 | | ata;trans air
UA | United Airlines | 737;73S;733;735;72S;757;767;D8S;D10;747;J31 | first;business | united;united airline
US | USAir | F28;100;D9S;73S;733;734;M80;757;767;BE1 | first;business | us air;u s air;us airlines;usa air
WN | Southwest Airlines | 73S;733;735 | | southwest;southwest airline
YX | Midwest Express | DC9;D9S;M80 | business | midwest;midwest express airlines
"""  # noqa: E501

# airline | hub | the airports it flies to from there, and from them to the hub
ROUTES = """
AA | BOS | LAX SFO
AA | BNA | BOS BWI CLE CMH DCA EWR IND LAX LGA MCO MEM MIA PHL PIT SFO TPA
AA | DFW | ATL BNA BOS BUR BWI CLE CLT CMH CVG DCA DEN DTW HPN IAH IND LAS LAX LGA LGB MCI MCO MEM MIA MKE MSP OAK ONT ORD PHL PHX PIT SAN SEA SFO SJC SLC STL TPA YYZ
AA | JFK | BOS LAX MIA SAN SFO
AA | ORD | BOS BWI CLE CMH DCA DEN DTW EWR HPN IND LAS LAX LGA MCO MIA MKE MSP ONT PHL PHX SAN SEA SFO SJC STL TPA YUL YYZ
AC | YUL | BOS LGA MIA ORD YYZ
AC | YYZ | BOS EWR LAX LGA MCO MIA ORD PHL SFO TPA
AS | SEA | LAX LGB OAK ONT PHX SAN SFO SJC
CO | CLE | BOS DCA EWR LGA MCO PHL
CO | DEN | BOS BWI DFW IAD LAS LAX MCI OAK ORD PHL PHX PIT SAN SEA SFO SLC STL
CO | EWR | ATL BOS BWI CLT CMH DCA DTW LAX MCO MIA PIT SFO TPA YUL
CO | IAH | ATL BWI CLE DAL DCA DEN DFW EWR LAS LAX LGA MCI MCO MIA MSP ONT PHL PHX PIT SAN SFO TPA
CP | YYZ | LAX SAN SEA SFO YUL
DL | ATL | BNA BOS BWI CLE CLT CMH CVG DCA DEN DFW DTW EWR IAH IND LAX LGA MCI MCO MEM MIA MSP OAK ORD PHL PHX PIT SAN SEA SFO SLC STL TPA YUL YYZ
DL | BOS | BWI DCA LGA PHL PIT
DL | CVG | BOS BWI CLE CMH DCA DEN DTW IND LGA MCO ORD PHL TPA YYZ
DL | DFW | BOS BWI CVG DEN LAX MCO OAK PHL PHX PIT SAN SEA SFO SLC
DL | SFO | OAK
DL | SLC | BUR LAS LAX LGB MCI OAK ONT PHX SAN SEA SFO SJC
EA | ATL | BOS BWI DCA DEN DFW LGA MCI MIA PHL PIT
EA | MIA | BOS DCA LGA PHL
FF | JFK | MIA SFO
HP | LAS | BUR DEN JFK LAX LGB MCI OAK ONT SAN SEA SFO SJC
HP | PHX | BUR BWI CMH DEN DFW EWR JFK LAS LAX LGB MCI MKE MSP OAK ONT ORD SAN SEA SFO SJC SLC STL
KW | MIA | EWR JFK
LH | BOS | PHL
LH | DFW | IAH
ML | MDW | BOS CLE CMH DCA DEN DTW IND LGA MCO MIA MSP PHL PIT
NW | DTW | BOS BWI CLE CVG DCA DEN EWR HPN IND LAS LAX LGA MCO MIA MKE ORD PHL PHX PIE PIT SFO SJC STL TPA YUL
NW | MEM | ATL BWI DCA DEN DFW IAH IND LAS LAX MCO MIA ORD PHL PIT TPA
NW | MSP | BOS BWI CLE DCA DEN DFW DTW EWR HPN LAS LAX LGA LGB MCO MEM MKE ORD PHL PHX SEA SFO STL TPA YYZ
NX | YMX | MCO MIA YYZ
TW | JFK | BOS BWI DEN LAX MIA PHX PIT SFO
TW | PIT | BWI DCA PHL
TW | STL | ATL BNA BOS BWI CLE CLT CMH CVG DCA DEN DFW DTW EWR IAH IND JFK LAS LAX LGA MCI MCO MEM MIA MKE MSP OAK ONT ORD PHL PHX PIT SAN SEA SFO TPA YYZ
TZ | IND | LAS MCO PIE
TZ | MDW | LAS PIE
UA | DEN | ATL BOS BUR BWI CLE CLT DFW DTW EWR HPN IAD LAS LAX LGA LGB MCI MKE MSP OAK ONT PHL PHX PIT SAN SEA SFO SJC SLC STL
UA | BWI | PHL
UA | IAD | ATL BOS BWI LAX MCO PHL PIT SFO
UA | LAX | ONT
UA | ORD | BOS BUR BWI CLE CLT CMH CVG DCA DEN DTW EWR HPN IAH IND LAS LAX LGA LGB MCI MCO MIA MKE MSP OAK ONT PHL PHX PIT SAN SEA SFO SJC STL TPA YUL YYZ
UA | SFO | BOS BUR BWI DFW EWR JFK LAS LAX OAK PHL PIT SAN SEA
US | BWI | BOS CLE CLT EWR LAX MCO PHL PIT TPA
US | CLE | MCO MIA
US | CLT | ATL BNA BOS CMH CVG DCA DFW EWR IND LAX LGA MCO MIA ORD PIE SFO TPA
US | PHL | BOS CLE CLT CMH DTW LAX MCO ORD SFO TPA YUL YYZ
US | PIT | BNA BOS CLE CLT CMH CVG DCA DEN DFW DTW EWR HPN IAH IND LAS LAX LGA MCO MEM MIA MKE MSP ORD PHL PHX SAN SFO STL TPA YUL YYZ
WN | DAL | HOU
WN | HOU | LAX MDW PHX
WN | MDW | CLE DTW IND MCI STL
WN | OAK | BUR LAX ONT PHX SAN
WN | PHX | LAS LAX MCI ONT SAN SLC STL
YX | MKE | ATL BOS CMH DCA DEN DFW EWR LAX LGA MCI MCO PHL SFO TPA
"""  # noqa: E501

# airline | from | by way of | to: trips with a change that are offered, there and back, though
# there may be quicker ones
CONNECTIONS = """
AA | BOS | DFW | OAK
AA | BOS | DFW | SFO
AA | BUR | DFW | CVG
AA | CVG | DFW | IAH
AA | IAH | DFW | MKE
AA | LGB | DFW | STL
AA | MKE | ORD | PHX
AA | ONT | ORD | HPN
AA | PHL | DFW | SFO
CO | DAL | IAH | ATL
CO | DAL | IAH | EWR
CO | DAL | IAH | MIA
CO | EWR | IAH | SAN
CO | ORD | DEN | SEA
DL | BOS | ATL | DEN
DL | DEN | ATL | PIT
DL | MCI | SLC | OAK
DL | PHL | ATL | DFW
NW | BWI | MSP | SEA
NW | TPA | MEM | LAX
TW | CLT | STL | LAS
TW | IND | STL | IAH
TW | JFK | STL | LAS
TW | MKE | STL | TPA
TW | YYZ | STL | SAN
UA | BOS | DEN | OAK
UA | BOS | DEN | SFO
UA | BWI | DEN | SFO
UA | IAD | DEN | SFO
UA | PIT | DEN | OAK
UA | YYZ | ORD | SAN
US | BOS | PIT | SFO
US | IND | PIT | SAN
US | YYZ | PIT | SAN
WN | DAL | HOU | LAX
WN | DAL | HOU | MDW
WN | DAL | HOU | PHX
YX | LGA | MKE | LAX
"""

# code | name | manufacturer | family | engines | propulsion | wide body | seats | speed, mph |
# range, miles | length, ft | wing span, ft | weight, lb | pressurized | shortest usual flight
AIRCRAFT = """
100 | Fokker 100 | Fokker | f100 | 2 | jet | no | 98 | 500 | 1550 | 117 | 92 | 98000 | yes | 120
146 | British Aerospace 146-200 | British Aerospace | 146 | 4 | jet | no | 88 | 440 | 1350 | 94 | 86 | 93000 | yes | 90
310 | Airbus A310-300 | Airbus | a310 | 2 | jet | yes | 220 | 530 | 5000 | 153 | 144 | 330700 | yes | 200
320 | Airbus A320 | Airbus | a320 | 2 | jet | no | 150 | 515 | 3300 | 123 | 111 | 162000 | yes | 350
727 | Boeing 727-100 | Boeing | 727 | 3 | jet | no | 118 | 560 | 2300 | 133 | 108 | 169000 | yes | 250
72S | Boeing 727-200 | Boeing | 727 | 3 | jet | no | 148 | 560 | 2500 | 153 | 108 | 209500 | yes | 250
733 | Boeing 737-300 | Boeing | 737 | 2 | jet | no | 128 | 495 | 2600 | 110 | 95 | 138500 | yes | 180
734 | Boeing 737-400 | Boeing | 737 | 2 | jet | no | 146 | 495 | 2400 | 120 | 95 | 150000 | yes | 250
735 | Boeing 737-500 | Boeing | 737 | 2 | jet | no | 108 | 495 | 2700 | 102 | 95 | 133500 | yes | 180
737 | Boeing 737-100 | Boeing | 737 | 2 | jet | no | 97 | 485 | 1800 | 94 | 93 | 110000 | yes | 150
73S | Boeing 737-200 | Boeing | 737 | 2 | jet | no | 112 | 485 | 2200 | 100 | 93 | 115500 | yes | 120
747 | Boeing 747-200 | Boeing | 747 | 4 | jet | yes | 400 | 565 | 6900 | 231 | 196 | 833000 | yes | 1800
74M | Boeing 747-200 Combi | Boeing | 747 | 4 | jet | yes | 290 | 565 | 6900 | 231 | 196 | 833000 | yes | 200
757 | Boeing 757-200 | Boeing | 757 | 2 | jet | no | 188 | 530 | 4500 | 155 | 125 | 255000 | yes | 700
763 | Boeing 767-300 | Boeing | 767 | 2 | jet | yes | 254 | 530 | 5600 | 180 | 156 | 407000 | yes | 1300
767 | Boeing 767-200 | Boeing | 767 | 2 | jet | yes | 204 | 530 | 5200 | 159 | 156 | 345000 | yes | 1100
AB3 | Airbus A300B4 | Airbus | a300 | 2 | jet | yes | 254 | 530 | 3300 | 177 | 147 | 363800 | yes | 900
AT7 | ATR 72 | ATR | atr | 2 | turboprop | no | 66 | 315 | 1000 | 89 | 89 | 47400 | yes | 0
BE1 | Beechcraft 1900 | Beechcraft | 1900 | 2 | turboprop | no | 19 | 300 | 700 | 58 | 55 | 16600 | yes | 0
BE9 | Beechcraft C99 | Beechcraft | 99 | 2 | turboprop | no | 15 | 280 | 500 | 45 | 46 | 11300 | no | 0
D10 | McDonnell Douglas DC-10 | McDonnell Douglas | dc10 | 3 | jet | yes | 287 | 560 | 4300 | 182 | 165 | 572000 | yes | 1400
D8S | McDonnell Douglas DC-8 Super 71 | McDonnell Douglas | dc8 | 4 | jet | no | 220 | 540 | 5500 | 187 | 148 | 325000 | yes | 1000
D9S | McDonnell Douglas DC-9-30 | McDonnell Douglas | dc9 | 2 | jet | no | 110 | 500 | 1700 | 119 | 93 | 110000 | yes | 120
DC9 | McDonnell Douglas DC-9-10 | McDonnell Douglas | dc9 | 2 | jet | no | 78 | 500 | 1300 | 104 | 89 | 90700 | yes | 120
DH8 | De Havilland Dash 8 | De Havilland | dash 8 | 2 | turboprop | no | 37 | 305 | 620 | 73 | 85 | 34500 | yes | 0
F28 | Fokker F28 Fellowship | Fokker | f28 | 2 | jet | no | 68 | 480 | 1300 | 97 | 82 | 73000 | yes | 80
J31 | British Aerospace Jetstream 31 | British Aerospace | jetstream | 2 | turboprop | no | 19 | 280 | 680 | 47 | 52 | 15300 | yes | 0
L10 | Lockheed L-1011 TriStar | Lockheed | l1011 | 3 | jet | yes | 302 | 555 | 3700 | 178 | 155 | 430000 | yes | 900
M11 | McDonnell Douglas MD-11 | McDonnell Douglas | md11 | 3 | jet | yes | 293 | 560 | 7800 | 201 | 170 | 602500 | yes | 1600
M80 | McDonnell Douglas MD-80 | McDonnell Douglas | md80 | 2 | jet | no | 142 | 505 | 2400 | 148 | 108 | 149500 | yes | 250
SF3 | Saab 340 | Saab | saab | 2 | turboprop | no | 34 | 300 | 900 | 65 | 70 | 27300 | yes | 0
"""  # noqa: E501

# code | meals | description; what stands before a slash is served in front of coach
MEALS = """
B | breakfast | breakfast
B/S | breakfast;snack | breakfast in first class, a snack in coach
BL | breakfast;lunch | breakfast and lunch
BS | breakfast;snack | breakfast and a snack
D | dinner | dinner
D/S | dinner;snack | dinner in first class, a snack in coach
DS | dinner;snack | dinner and a snack
L | lunch | lunch
L/S | lunch;snack | lunch in first class, a snack in coach
LD | lunch;dinner | lunch and dinner
LS | lunch;snack | lunch and a snack
S | snack | a snack
SB | snack;breakfast | a snack and breakfast
SD | snack;dinner | a snack and dinner
SD/D | snack;dinner | a snack and dinner in first class, dinner in coach
"""

# code | class | discounted | night | season | percent of the coach price | restriction | remark
FARE_BASES = """
B | coach | yes | no | | 88 | |
BH | coach | yes | no | high | 94 | |
C | business | no | no | | 130 | |
CN | business | no | yes | | 112 | |
F | first | no | no | | 170 | |
FN | first | no | yes | | 140 | |
H | coach | yes | no | | 62 | AP/2 |
HH | coach | yes | no | high | 72 | AP/2 |
K | thrift | yes | no | | 46 | AP/60 |
KN | thrift | yes | yes | | 38 | AP/60 |
M | coach | yes | no | | 76 | AP |
Q | coach | yes | no | | 54 | AP/55 |
QH | coach | yes | no | high | 60 | AP/55 |
QN | coach | yes | yes | | 44 | AP/58 |
QO | coach | yes | no | low | 40 | AP/68 |
QW | coach | yes | no | | 50 | AP/80 | on weekends
QX | coach | yes | no | | 45 | AP/57 | from Monday to Friday
V | thrift | yes | no | | 35 | AP/80 |
VO | thrift | yes | no | low | 31 | AP/80 |
Y | coach | no | no | | 100 | |
YN | coach | no | yes | | 82 | |
"""

# code | days to buy ahead | least days away | most days away | a Saturday night away
RESTRICTIONS = """
AP | 3 | | | no
AP/2 | 7 | | | no
AP/55 | 7 | | 30 | yes
AP/57 | 14 | | 30 | yes
AP/58 | 7 | 3 | 60 | no
AP/60 | 14 | 2 | 60 | no
AP/68 | 21 | | 60 | yes
AP/80 | 30 | 7 | 90 | yes
"""

# kind | code | meaning: what may be asked about and is the code of no other table
CODES = """
day | MO | Monday
day | TU | Tuesday
day | WE | Wednesday
day | TH | Thursday
day | FR | Friday
day | SA | Saturday
day | SU | Sunday
day | DAILY | every day of the week
time | AM | before noon
time | PM | after noon
time | ET | Eastern time
time | CT | Central time
time | MT | Mountain time
time | PT | Pacific time
flight | ARR | arrival
flight | DEP | departure
flight | ETA | estimated time of arrival
flight | ETD | estimated time of departure
flight | NONSTOP | without a landing on the way
flight | CONN | a connection, with a change of planes
fare | OW | one way
fare | RT | round trip
fare | N | a night fare, as the second letter of a fare code
fare | O | a fare of the low season, as the second letter of a fare code
fare | W | a weekend fare, as the second letter of a fare code
fare | X | a fare from Monday to Friday, as the second letter of a fare code
"""
