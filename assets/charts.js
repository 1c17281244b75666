// Draws the charts of a page from the data that stands in it; without this file the tables below them say the same.
import { BarChart, HeatmapChart, LineChart, RadarChart } from "echarts/charts";
import {
  AriaComponent, DataZoomInsideComponent, GridComponent, LegendComponent, MarkLineComponent, RadarComponent,
  TooltipComponent, VisualMapComponent,
} from "echarts/components";
import * as echarts from "echarts/core";
// Canvas: the SVG renderer writes style attributes, which the page's policy forbids.
import { CanvasRenderer } from "echarts/renderers";

echarts.use([
  BarChart, HeatmapChart, LineChart, RadarChart, AriaComponent, DataZoomInsideComponent, GridComponent, LegendComponent, MarkLineComponent,
  RadarComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

// Told apart by people with colour blindness as well (Okabe and Ito, darkened for contrast on white).
const COLOURS = ["#1f4e79", "#c75b00", "#00795a", "#a0417c", "#806000", "#3d87b8", "#5b5b5b", "#a61b1b"];
const DASHES = ["solid", "dashed", "dotted"];
const INK = "#1c2733", SOFT = "#52606d", LINE = "#d5dbe1";
const MOST_ROWS_WITHOUT_ZOOM = 62;

const number = (value, digits) => (value == null ? "–" : value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits }));
const said = (told) => (value) => number(value, told.digits) + (value == null ? "" : told.unit);

function base(told) {
  return {
    animation: false, // the same picture on screen, on paper and for those whom motion makes ill
    color: COLOURS,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: INK },
    aria: { enabled: true, label: { enabled: false }, decal: { show: told.kind === "stacked" } },
    tooltip: { renderMode: "richText", confine: true, valueFormatter: said(told) },
  };
}

function category(told) {
  return {
    type: "category", data: told.labels, axisLine: { lineStyle: { color: SOFT } }, axisTick: { show: false },
    axisLabel: { color: SOFT, hideOverlap: true },
  };
}

function measured(told) {
  return {
    type: "value", name: told.unit, min: told.least ?? undefined, max: told.most ?? undefined, scale: told.least == null && told.kind === "line",
    nameTextStyle: { color: SOFT, align: "left" }, axisLabel: { color: SOFT }, splitLine: { lineStyle: { color: LINE } },
  };
}

function lines(told) {
  const sideways = told.sideways;
  const series = told.series.map((one, place) => ({
    name: one.name, data: one.values, type: told.kind === "line" ? "line" : "bar",
    stack: told.kind === "stacked" ? "all" : undefined, barMaxWidth: 34, connectNulls: false,
    showSymbol: one.values.length <= 31, symbolSize: 5, lineStyle: { width: 2, type: DASHES[Math.floor(place / 3) % 3] },
    markLine: place === 0 && told.limit ? limit(told, sideways) : undefined,
  }));
  const long = told.labels.length > MOST_ROWS_WITHOUT_ZOOM;
  return {
    ...base(told),
    tooltip: { ...base(told).tooltip, trigger: "axis", axisPointer: { type: told.kind === "line" ? "line" : "shadow" } },
    legend: { show: told.series.length > 1, top: 0, left: 0, textStyle: { color: INK } },
    grid: { left: 8, right: told.limit ? 88 : 24, top: told.series.length > 1 ? 56 : 32, bottom: 8, containLabel: true },
    xAxis: sideways ? measured(told) : category(told),
    yAxis: sideways ? { ...category(told), inverse: true } : measured(told),
    dataZoom: long && !sideways ? [{ type: "inside", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false }] : undefined,
    series,
  };
}

function limit(told, sideways) {
  return {
    silent: true, symbol: "none", lineStyle: { color: COLOURS[7], type: "dashed" },
    label: { formatter: told.limit.name, color: COLOURS[7] },
    data: [sideways ? { xAxis: told.limit.value } : { yAxis: told.limit.value }],
  };
}

function heat(told) {
  const cells = told.series.flatMap((row, y) => row.values.map((value, x) => [x, y, value ?? "-"]));
  const known = cells.map((cell) => cell[2]).filter((value) => value !== "-");
  const min = told.least ?? Math.min(0, ...known), max = told.most ?? Math.max(1, ...known);
  return {
    ...base(told),
    tooltip: {
      ...base(told).tooltip, trigger: "item",
      formatter: ({ data: [x, y, value] }) => `${told.series[y].name}\n${told.labels[x]}  ${said(told)(value === "-" ? null : value)}`,
    },
    grid: { left: 8, right: 24, top: 8, bottom: 56, containLabel: true },
    xAxis: category(told),
    yAxis: { ...category(told), data: told.series.map((row) => row.name), inverse: true },
    visualMap: {
      min, max, text: [said(told)(max), said(told)(min)], orient: "horizontal", left: 0, bottom: 0, itemHeight: 140,
      calculable: false, formatter: said(told), textStyle: { color: SOFT },
      inRange: { color: told.good === "high" ? ["#a61b1b", "#f4d9a8", "#e7eef5", "#1f4e79"] : ["#eef3f8", "#f4d9a8", "#c75b00", "#7a1010"] },
    },
    series: [{ type: "heatmap", data: cells, itemStyle: { borderColor: "#fff", borderWidth: 1 } }],
  };
}

const WRAPPED = 7; // characters on a line beside an axis

function radar(told) {
  const wrapped = (text) => text.match(new RegExp(`.{1,${WRAPPED}}`, "gu"))?.join("\n") ?? text;
  return {
    ...base(told),
    tooltip: { ...base(told).tooltip, trigger: "item" },
    legend: { show: told.series.length > 1, top: 0, left: 0, textStyle: { color: INK } },
    radar: {
      indicator: told.labels.map((label) => ({ name: wrapped(label), min: told.least ?? 0, max: told.most ?? undefined })),
      center: ["50%", "55%"], radius: "62%", splitNumber: 4, axisName: { color: INK },
      splitLine: { lineStyle: { color: LINE } }, splitArea: { show: false }, axisLine: { lineStyle: { color: LINE } },
    },
    series: [{
      type: "radar", symbolSize: 6,
      data: told.series.map((one, place) => ({
        name: one.name, value: one.values.map((value) => value ?? "-"), lineStyle: { width: 2, type: DASHES[place % 3] },
        areaStyle: place ? undefined : { opacity: 0.12 },
      })),
    }],
  };
}

const OPTIONS = { heat, radar };

function draw(figure) {
  const source = figure.querySelector("script[type='application/json']");
  const place = figure.querySelector(".chart-place");
  if (!source || !place || echarts.getInstanceByDom(place)) return;
  const told = JSON.parse(source.textContent);
  const rows = told.kind === "radar" ? 13 : told.kind === "heat" ? told.series.length + 4 : told.sideways ? told.labels.length + 3 : 0;
  place.style.height = `${rows ? Math.max(9, rows * 1.9) : 18}rem`;
  place.hidden = false;
  const chart = echarts.init(place);
  chart.setOption((OPTIONS[told.kind] ?? lines)(told));
  place.setAttribute("aria-label", figure.querySelector("figcaption").textContent.trim());
  if (told.links.length && told.kind !== "radar") { // a radar's points are told by line, not by axis
    chart.on("click", ({ dataIndex, data }) => {
      const to = told.links[told.kind === "heat" ? data[0] : dataIndex];
      if (to) location.assign(to);
    });
  }
  new ResizeObserver(() => chart.resize()).observe(place);
}

function drawAll(within) {
  for (const figure of within.querySelectorAll("figure.chart")) draw(figure);
}

drawAll(document);
// Parts of pages that come later, and charts whose place was taken by newer ones.
document.body.addEventListener("htmx:load", (event) => drawAll(event.detail.elt.parentElement ?? document));
document.body.addEventListener("htmx:beforeCleanupElement", (event) => {
  for (const place of event.detail.elt.querySelectorAll?.(".chart-place") ?? []) echarts.getInstanceByDom(place)?.dispose();
});
