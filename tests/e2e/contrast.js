// Every text on the page whose contrast with what lies behind it is below WCAG AA, with its ratio.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parse = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = (top, under) => [...[0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])), 1];
  const channel = (value) => (value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parent = (element) => element.parentElement ?? element.getRootNode().host ?? null;
  const ownText = (element) => [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.textContent.trim()).join(" ").trim();
  const hidden = (element, style) => style.visibility === "hidden" || style.display === "none"
    || element.closest("script, style, svg, [disabled], [data-testid=stIconMaterial], .hidden")
    || !element.getBoundingClientRect().width;

  const ratio = (element, style) => {
    const chain = [];
    let opacity = 1;
    for (let at = element; at; at = parent(at)) {
      opacity *= Number(getComputedStyle(at).opacity);
      chain.push(parse(getComputedStyle(at).backgroundColor));
    }
    const behind = chain.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
    const [r, g, b, a] = parse(style.color);
    const [most, least] = [light(over([r, g, b, a * opacity], behind)), light(behind)].sort((x, y) => y - x);
    return (most + 0.05) / (least + 0.05);
  };

  const faint = {};
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) walk(element.shadowRoot);
      const [text, style] = [ownText(element), getComputedStyle(element)];
      if (!text || hidden(element, style)) continue;
      const large = parseFloat(style.fontSize) >= 24;
      const found = ratio(element, style);
      if (found < (large ? 3 : 4.5)) faint[text.slice(0, 40)] = found.toFixed(2);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  return faint;
}
