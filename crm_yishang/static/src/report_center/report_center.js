import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { getLastFilters } from "./last_filters";
import { ReportChart } from "./report_chart";

const MODEL = "crm.yishang.report.center";

/** The cards of all reports; their small charts come one after the other. */
export class ReportCenter extends Component {
    static template = "crm_yishang.ReportCenter";
    static components = { Layout, ReportChart };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ groups: [], charts: {} });
        onWillStart(async () => {
            this.state.groups = await this.orm.call(MODEL, "get_center", []);
        });
        onMounted(() => this.loadCharts());
    }

    async loadCharts() {
        const reports = this.state.groups.flatMap((group) => group.reports);
        for (const { code, action } of reports.filter((report) => !report.action)) {
            const filters = getLastFilters(code);
            const chart = await this.orm.silent
                .call(MODEL, "get_card", [code, filters])
                .catch(() => action);
            this.state.charts[code] = chart;
        }
    }

    /** The period the user last looked at, as the card says it. */
    getLast(code) {
        const { date_from, date_to } = getLastFilters(code);
        return date_from
            ? _t("Last: %(from)s – %(to)s", { from: date_from, to: date_to })
            : "";
    }

    open({ code, action, title }) {
        return this.action.doAction(
            action || {
                type: "ir.actions.client",
                tag: "crm_yishang.report",
                name: title,
                path: "report",
                params: { report: code },
            }
        );
    }
}

registry.category("actions").add("crm_yishang.report_center", ReportCenter);
