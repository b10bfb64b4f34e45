/* global Chart */
import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";
import { loadBundle } from "@web/core/assets";
import { cookie } from "@web/core/browser/cookie";
import { getColor, getCustomColor } from "@web/core/colors/colors";

const HEIGHT_OF_STAGE = 34;
const HEIGHT = 240;

/** The chart of a section: a funnel of stages, or lines over months. */
export class WorkbenchChart extends Component {
    static template = "crm_yishang.WorkbenchChart";
    static props = { chart: Object, onOpen: Function };

    setup() {
        this.canvas = useRef("canvas");
        this.scheme = cookie.get("color_scheme");
        onWillStart(() => loadBundle("web.chartjs_lib"));
        useEffect(
            () => this.draw(),
            () => [this.props.chart]
        );
        onWillUnmount(() => this.drawn?.destroy());
    }

    get height() {
        return this.props.chart.kind === "funnel"
            ? this.props.chart.labels.length * HEIGHT_OF_STAGE + 8
            : HEIGHT;
    }

    draw() {
        this.drawn?.destroy();
        const isFunnel = this.props.chart.kind === "funnel";
        this.drawn = new Chart(
            this.canvas.el,
            isFunnel ? this.getFunnel() : this.getLines()
        );
    }

    getOptions() {
        return {
            maintainAspectRatio: false,
            animation: false,
            onClick: (event, [element]) => element && this.openElement(element),
            onHover: (event, [element]) => {
                event.native.target.style.cursor = element ? "pointer" : "default";
            },
        };
    }

    openElement({ datasetIndex, index }) {
        this.props.onOpen(this.props.chart.datasets[datasetIndex].actions[index]);
    }

    get textColor() {
        return getCustomColor(this.scheme, "#374151", "#E4E4E4");
    }

    get gridColor() {
        return getCustomColor(this.scheme, "#e5e7eb", "#3C3E4B");
    }

    /** A bar to both sides of the middle, as wide as its stage has opportunities. */
    getFunnel() {
        const { labels, datasets } = this.props.chart;
        const [{ data, label }] = datasets;
        return {
            type: "bar",
            data: {
                labels,
                datasets: [
                    {
                        label,
                        data: data.map((value) => [-value / 2, value / 2]),
                        backgroundColor: getColor(0, this.scheme, "odoo"),
                        borderRadius: 2,
                        barPercentage: 0.9,
                        categoryPercentage: 0.9,
                        minBarLength: 4,
                    },
                ],
            },
            options: {
                ...this.getOptions(),
                indexAxis: "y",
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: {
                            label: (item) => `${label}: ${data[item.dataIndex]}`,
                        },
                    },
                },
                scales: {
                    x: { display: false },
                    y: {
                        grid: { display: false },
                        border: { display: false },
                        ticks: { color: this.textColor },
                    },
                },
            },
        };
    }

    getLines() {
        const { labels, datasets } = this.props.chart;
        return {
            type: "line",
            data: {
                labels,
                datasets: datasets.map(({ label, data }, index) => {
                    const color = getColor(index, this.scheme, "odoo");
                    return {
                        label,
                        data,
                        borderColor: color,
                        backgroundColor: color,
                        borderWidth: 2,
                        pointHitRadius: 12,
                    };
                }),
            },
            options: {
                ...this.getOptions(),
                interaction: { mode: "nearest", intersect: false },
                plugins: {
                    legend: {
                        position: "top",
                        align: "end",
                        labels: { color: this.textColor, boxWidth: 12 },
                    },
                },
                scales: {
                    x: {
                        grid: { display: false },
                        ticks: { color: this.textColor },
                    },
                    y: {
                        beginAtZero: true,
                        grid: { color: this.gridColor },
                        ticks: { color: this.textColor, maxTicksLimit: 6 },
                    },
                },
            },
        };
    }
}
