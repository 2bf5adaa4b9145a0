"""The bare page: one Streamlit page that draws one literal Plotly chart."""

import plotly.graph_objects as go
import streamlit as st

choice = st.selectbox("Série", ["un", "deux"])
st.plotly_chart(go.Figure(go.Bar(x=["a", "b", "c"], y=[1, 2, 3] if choice == "un" else [3, 2, 1])), theme=None)
