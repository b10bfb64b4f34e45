import { Component } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { useChart } from "../chart/use_chart";

// More labels than this cannot be read.
const MOST_LABELS = 30;
const MOST_SLICES = 8;
const PALETTE = "md";

/** The chart of a report: bars, lines, or shares of a whole. */
export class ReportChart extends Component {
    static template = "crm_yishang.ReportChart";
    static props = {
        chart: Object,
        small: { type: Boolean, optional: true },
    };

    setup() {
        this.colors = useChart(() => this.getConfig());
    }

    getConfig() {
        const { type } = this.props.chart;
        return {
            type: type === "pie" ? "doughnut" : type,
            data: type === "pie" ? this.getShares() : this.getSeries(),
            options: this.getOptions(type),
        };
    }

    getSeries() {
        const { labels, datasets, type } = this.props.chart;
        return {
            labels: labels.slice(0, MOST_LABELS),
            datasets: datasets.map(({ label, data }, index) => {
                const color = getColor(index, this.colors.scheme, PALETTE);
                return {
                    label,
                    data: data.slice(0, MOST_LABELS),
                    backgroundColor: color,
                    borderColor: color,
                    borderWidth: type === "line" ? 2 : 0,
                    maxBarThickness: 64,
                };
            }),
        };
    }

    /** The largest parts; what is left is one slice without a name. */
    getShares() {
        const { labels, datasets } = this.props.chart;
        const [{ data }] = datasets;
        const rest = data.slice(MOST_SLICES).reduce((sum, value) => sum + value, 0);
        const shown = data.slice(0, MOST_SLICES);
        return {
            labels: [...labels.slice(0, MOST_SLICES), ...(rest ? ["…"] : [])],
            datasets: [
                {
                    data: [...shown, ...(rest ? [rest] : [])],
                    backgroundColor: [...shown, rest].map((_value, index) =>
                        getColor(index, this.colors.scheme, PALETTE)
                    ),
                    borderWidth: 1,
                },
            ],
        };
    }

    getOptions(type) {
        const color = this.colors.text;
        const legend = {
            display: !this.props.small && (type === "pie" || this.hasSeries),
            position: type === "pie" ? "right" : "top",
            labels: { color, boxWidth: 12 },
        };
        const ticks = { color, maxTicksLimit: 8 };
        const axis = { display: !this.props.small, grid: { display: false } };
        const isPie = type === "pie";
        return {
            maintainAspectRatio: false,
            animation: false,
            indexAxis: type === "bar" && !this.props.small ? "y" : "x",
            plugins: { legend, tooltip: { enabled: !this.props.small } },
            scales: isPie
                ? {}
                : {
                      x: { ...axis, ticks: { ...ticks, autoSkip: type === "line" } },
                      y: { ...axis, ticks: { color, autoSkip: false } },
                  },
        };
    }

    get hasSeries() {
        return this.props.chart.datasets.length > 1;
    }

    get height() {
        if (this.props.small) {
            return 72;
        }
        const { type, labels, datasets } = this.props.chart;
        const bars = Math.min(labels.length, MOST_LABELS) * datasets.length;
        return type === "bar" ? Math.max(160, bars * 24 + 48) : 280;
    }
}
