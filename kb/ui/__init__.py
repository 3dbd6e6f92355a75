"""The web app: Streamlit's server with our routes and middleware, and one module per screen."""
