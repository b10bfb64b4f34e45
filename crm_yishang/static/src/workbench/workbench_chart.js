import { Component } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { useChart } from "../chart/use_chart";

const HEIGHT_OF_STAGE = 34;
const HEIGHT = 240;

/** The chart of a section: a funnel of stages, lines over months, bars or a curve. */
export class WorkbenchChart extends Component {
    static template = "crm_yishang.WorkbenchChart";
    static props = { chart: Object, onOpen: Function };

    setup() {
        this.colors = useChart(() => this.getConfig());
    }

    get height() {
        return this.props.chart.kind === "funnel"
            ? this.props.chart.labels.length * HEIGHT_OF_STAGE + 8
            : HEIGHT;
    }

    getConfig() {
        const draw = {
            funnel: () => this.getFunnel(),
            line: () => this.getLines(),
            bars: () => this.getBars(),
            curve: () => this.getCurve(),
        };
        return draw[this.props.chart.kind]();
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
                        backgroundColor: getColor(0, this.colors.scheme, "odoo"),
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
                        ticks: { color: this.colors.text },
                    },
                },
            },
        };
    }

    /** One bar a label, below each other: names stay readable on a phone. */
    getBars() {
        const { labels, datasets } = this.props.chart;
        const [{ data, label }] = datasets;
        return {
            type: "bar",
            data: {
                labels,
                datasets: [
                    {
                        label,
                        data,
                        backgroundColor: getColor(0, this.colors.scheme, "odoo"),
                        borderRadius: 2,
                        minBarLength: 2,
                    },
                ],
            },
            options: {
                ...this.getOptions(),
                indexAxis: "y",
                plugins: { legend: { display: false } },
                scales: {
                    x: {
                        grid: { color: this.colors.grid },
                        ticks: {
                            color: this.colors.text,
                            maxTicksLimit: 5,
                            precision: 0,
                        },
                    },
                    y: {
                        grid: { display: false },
                        ticks: { color: this.colors.text, autoSkip: false },
                    },
                },
            },
        };
    }

    /** A line through points of two percentages. */
    getCurve() {
        const { datasets, x, y } = this.props.chart;
        const [{ data, label }] = datasets;
        const color = getColor(0, this.colors.scheme, "odoo");
        const axis = (text) => ({
            type: "linear",
            min: 0,
            suggestedMax: 100,
            title: { display: true, text, color: this.colors.text },
            grid: { color: this.colors.grid },
            ticks: { color: this.colors.text, maxTicksLimit: 6 },
        });
        return {
            type: "line",
            data: {
                datasets: [
                    {
                        label,
                        data,
                        borderColor: color,
                        backgroundColor: color,
                        borderWidth: 2,
                        pointRadius: 2,
                        pointHitRadius: 12,
                    },
                ],
            },
            options: {
                ...this.getOptions(),
                plugins: {
                    legend: { display: false },
                    tooltip: {
                        callbacks: {
                            title: () => label,
                            label: ({ raw }) => `${raw.x} % → ${raw.y} %`,
                        },
                    },
                },
                scales: { x: axis(x), y: axis(y) },
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
                    const color = getColor(index, this.colors.scheme, "odoo");
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
                        labels: { color: this.colors.text, boxWidth: 12 },
                    },
                },
                scales: {
                    x: {
                        grid: { display: false },
                        ticks: { color: this.colors.text },
                    },
                    y: {
                        beginAtZero: true,
                        grid: { color: this.colors.grid },
                        ticks: { color: this.colors.text, maxTicksLimit: 6 },
                    },
                },
            },
        };
    }
}
