"""The words and amounts that made-up values are taken from, by what a field is called."""

from collections.abc import Mapping

FIRST_NAMES = (
    "Ada", "Amir", "Anna", "Ben", "Carla", "Chen", "Dana", "Diego", "Elif", "Emma", "Farid", "Grace", "Hana", "Hugo",
    "Ines", "Ivan", "Jonas", "Kofi", "Lena", "Liam", "Maya", "Mei", "Nadia", "Noah", "Olga", "Omar", "Priya", "Rosa",
    "Sam", "Sofia", "Tariq", "Yuki",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Berg", "Castro", "Dubois", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen", "Kaya", "Lindqvist",
    "Mensah", "Novak", "Okafor", "Petrov", "Quispe", "Rossi", "Silva", "Tanaka", "Ueda", "Vargas", "Weber", "Young",
)  # fmt: skip
ADJECTIVES = (
    "Amber", "Bright", "Calm", "Distant", "Early", "Gentle", "Golden", "Hidden", "Little", "Northern", "Open", "Quiet",
    "Silver", "Small", "Southern", "Steady",
)  # fmt: skip
NOUNS = (
    "Bridge", "Coast", "Field", "Forest", "Garden", "Harbour", "Island", "Lantern", "Meadow", "Mountain", "Orchard",
    "River", "Road", "Station", "Valley", "Window",
)  # fmt: skip
CITIES = (
    "Berlin", "Bogota", "Cairo", "Chicago", "Hanoi", "Lagos", "Lima", "Lyon", "Madrid", "Mumbai", "Nairobi", "Oslo",
    "Porto", "Seoul", "Sydney", "Toronto",
)  # fmt: skip
COUNTRIES = (
    "Brazil", "Canada", "Egypt", "France", "Germany", "India", "Japan", "Kenya", "Norway", "Peru", "Portugal", "Spain",
)  # fmt: skip
STREETS = ("Bridge Street", "Elm Avenue", "Garden Road", "Harbour Lane", "Mill Road", "Station Square")
COMPANY_ENDINGS = ("Group", "Labs", "Partners", "Supplies", "Trading", "Works")
SENTENCES = (
    "Checked and in good order.", "Asked for a call back.", "Nothing to report.", "Follows up on the last visit.",
    "Needs a second look next week.", "Delivered as agreed.", "Two items were exchanged.", "Waiting for an answer.",
)  # fmt: skip

CHOICES: Mapping[str, tuple[str, ...]] = {
    "make": ("Ford", "Honda", "Skoda", "Toyota", "Volkswagen", "Volvo"),
    "status": ("new", "open", "waiting", "done"),
    "state": ("new", "open", "waiting", "done"),
    "priority": ("low", "medium", "high"),
    "severity": ("low", "medium", "high"),
    "level": ("beginner", "intermediate", "advanced"),
    "gender": ("female", "male", "other"),
    "sex": ("female", "male"),
    "genre": ("biography", "crime", "essay", "fantasy", "history", "poetry"),
    "category": ("basic", "classic", "premium", "seasonal", "special"),
    "type": ("basic", "extended", "standard", "trial"),
    "kind": ("basic", "extended", "standard", "trial"),
    "contract": ("month-to-month", "one year", "two years"),
    "plan": ("free", "basic", "plus", "business"),
    "segment": ("consumer", "corporate", "home office"),
    "department": ("finance", "operations", "research", "sales", "support"),
    "region": ("east", "north", "south", "west"),
    "district": ("centre", "east", "north", "south", "west"),
    "neighborhood": ("centre", "hillside", "old town", "riverside", "station"),
    "neighbourhood": ("centre", "hillside", "old town", "riverside", "station"),
    "color": ("black", "blue", "green", "red", "white"),
    "colour": ("black", "blue", "green", "red", "white"),
    "size": ("S", "M", "L", "XL"),
    "currency": ("CHF", "EUR", "GBP", "USD"),
    "language": ("Arabic", "English", "French", "German", "Spanish"),
    "payment": ("card", "cash", "invoice", "transfer"),
    "method": ("card", "cash", "invoice", "transfer"),
    "channel": ("app", "phone", "shop", "web"),
    "weather": ("cloudy", "rain", "snow", "sun"),
    "species": ("cat", "dog", "horse", "rabbit"),
    "role": ("administrator", "editor", "viewer"),
    "brand": ("Aldora", "Brightline", "Corvano", "Nordby"),
    "fuel": ("diesel", "electric", "hybrid", "petrol"),
}
"""The values of a field by a word of its name."""

AMOUNTS: Mapping[str, tuple[float, float]] = {
    "price": (5, 250), "cost": (5, 250), "amount": (10, 900), "total": (10, 900), "subtotal": (10, 900),
    "fee": (5, 120), "charge": (15, 120), "charges": (15, 120), "rent": (400, 2600), "salary": (26000, 140000),
    "wage": (14, 70), "income": (18000, 150000), "revenue": (1000, 90000), "budget": (1000, 90000),
    "balance": (0, 12000), "loan": (1000, 60000), "discount": (0, 30), "tax": (0, 25), "rate": (0, 20),
    "percent": (0, 100), "percentage": (0, 100), "humidity": (20, 95), "temperature": (-8, 34), "pressure": (980, 1040),
    "wind": (0, 25), "area": (30, 240), "size": (30, 240), "volume": (1, 400), "weight": (1, 90), "height": (100, 205),
    "width": (5, 200), "length": (5, 200), "depth": (5, 200), "distance": (1, 600), "mileage": (0, 180000),
    "latitude": (-60, 70), "longitude": (-180, 180), "age": (18, 85), "year": (1985, 2024), "tenure": (0, 72),
    "experience": (0, 35), "rooms": (1, 7), "bedrooms": (1, 6), "bathrooms": (1, 4), "floors": (1, 4), "floor": (0, 12),
    "quantity": (1, 12), "qty": (1, 12), "stock": (0, 300), "pages": (60, 900), "rating": (1, 5), "stars": (1, 5),
    "score": (0, 100), "grade": (1, 100), "points": (0, 100), "level": (1, 10), "duration": (5, 240),
    "minutes": (5, 240), "hours": (1, 48), "days": (1, 60), "weeks": (1, 26), "months": (1, 36), "capacity": (10, 400),
    "population": (2000, 900000), "calories": (50, 900), "horsepower": (60, 400), "voltage": (210, 240),
    "heart": (55, 180), "glucose": (60, 220), "gpa": (1, 4), "views": (0, 5000), "votes": (0, 500), "likes": (0, 900),
    "doors": (2, 5), "seats": (2, 9), "beds": (1, 4), "owners": (0, 4), "adults": (1, 4), "children": (0, 4),
    "guests": (1, 8), "people": (1, 8), "persons": (1, 8), "copies": (1, 12), "employees": (2, 400), "goals": (0, 6),
    "assists": (0, 5), "servings": (1, 12), "visits": (0, 12), "participants": (2, 40), "attendees": (2, 40),
    "places": (4, 40), "marks": (0, 100), "yield": (1, 12), "rainfall": (0, 120), "altitude": (0, 2400),
}  # fmt: skip
"""The least and the most of a number by a word of its name."""
PLAIN_AMOUNT = (1, 100)
MEASURED = frozenset((
    "price", "cost", "amount", "total", "subtotal", "fee", "charge", "charges", "rent", "salary", "wage", "income",
    "revenue", "budget", "balance", "loan", "discount", "tax", "rate", "percent", "percentage", "temperature",
    "pressure", "wind", "area", "weight", "height", "width", "length", "depth", "distance", "latitude", "longitude",
    "gpa",
))  # fmt: skip
"""Amounts that have decimals."""
PRICES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("house", "home", "apartment", "flat", "property", "listing"), ("90000", "950000")),
    **dict.fromkeys(("car", "vehicle", "boat", "truck"), ("3500", "64000")),
}
"""The least and the most that is paid for one of an entity."""
