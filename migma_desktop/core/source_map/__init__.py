"""Where each text and element of a rendered email comes from in its source, and the way back.

The words of the source are dyed with marks that no text holds, the one renderer renders it, and a
parser that follows the HTML standard as browsers do tells where the marks came out. So there is one
road for every way of writing, and it can't disagree with the renderer: a dyed rendering that isn't
the true one but for its marks is thrown away. What is shown and sent holds no mark.

- ``marks``: what the dye is made of.
- ``dyeing``: where it goes, for each way of writing.
- ``mapping``: from a draft and its rendering to a map.
- ``places``: the map, and what can be asked of it.
- ``aligning``: which letter of the source made which letter that is shown.
- ``retouching``: changing a text where it is shown.
"""
