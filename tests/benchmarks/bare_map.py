"""The bare page of the maps' benchmark: one Plotly map of the 18 régions, with literal values and nothing else."""

import plotly.graph_objects as go
import streamlit as st

from geo import composition

figure = go.Figure()
for value, (name, rings) in enumerate(composition.rings("region").items()):
    x = [place for across, _ in rings for place in (*across, None)]
    y = [place for _, up in rings for place in (*up, None)]
    figure.add_scatter(x=x, y=y, mode="lines", fill="toself", name=f"{name} : {value}")
figure.add_scatter(x=[2.0], y=[52.0], mode="markers")
figure.update_layout(height=700)
figure.update_yaxes(scaleanchor="x")
st.title("Page nue")
st.plotly_chart(figure, theme=None)
