import { Component } from "@odoo/owl";
import { getColor } from "@web/core/colors/colors";
import { useChart } from "../chart/use_chart";

/** Points of the five aspects as a radar, or scores of the past as a line. */
export class ValueChart extends Component {
    static template = "crm_yishang.ValueChart";
    static props = { chart: Object, kind: String, label: String };

    setup() {
        this.colors = useChart(() => this.getConfig());
    }

    getConfig() {
        const { chart, kind, label } = this.props;
        const color = getColor(0, this.colors.scheme, "odoo");
        const isRadar = kind === "radar";
        const dataset = {
            label,
            data: chart.data,
            borderColor: color,
            backgroundColor: isRadar ? `${color}33` : color,
            borderWidth: 2,
            fill: isRadar,
        };
        return {
            type: isRadar ? "radar" : "line",
            data: { labels: chart.labels, datasets: [dataset] },
            options: {
                maintainAspectRatio: false,
                animation: false,
                plugins: { legend: { display: false } },
                scales: isRadar ? this.getRays() : this.getAxes(),
            },
        };
    }

    getRays() {
        const { text, grid } = this.colors;
        return {
            r: {
                min: 0,
                max: 100,
                angleLines: { color: grid },
                grid: { color: grid },
                pointLabels: { color: text },
                ticks: { color: text, backdropColor: "transparent", stepSize: 25 },
            },
        };
    }

    getAxes() {
        const { text, grid } = this.colors;
        return {
            x: { grid: { display: false }, ticks: { color: text, maxTicksLimit: 4 } },
            y: {
                grid: { color: grid },
                suggestedMin: 0,
                suggestedMax: 100,
                ticks: { color: text, maxTicksLimit: 5 },
            },
        };
    }
}
