"""The REST routes and the event stream beside the pages. No Streamlit import; everything goes through the service."""
