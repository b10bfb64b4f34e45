import { Component, onMounted, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { download } from "@web/core/network/download";
import { Pager } from "@web/core/pager/pager";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import {
    formatFloat,
    formatInteger,
    formatMonetary,
    formatPercentage,
} from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { ReportChart } from "./report_chart";
import { ReportFilters } from "./report_filters";
import { getLastFilters, keepLastFilters } from "./last_filters";

const MODEL = "crm.yishang.report.center";

/** Any report of the report center: filters, table and chart. */
export class ReportPage extends Component {
    static template = "crm_yishang.ReportPage";
    static components = { Layout, Pager, ReportChart, ReportFilters };
    static props = { ...standardActionServiceProps };
    static path = "report";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.menu = useService("menu");
        this.display = { controlPanel: {} };
        const { params = {} } = this.props.action;
        this.code = this.props.state?.code || params.report;
        this.state = useState({
            options: { filters: [], presets: [], favourites: [] },
            data: false,
            filters: this.props.state?.filters || getLastFilters(this.code),
            page: 0,
            folded: {},
        });
        // Whoever comes back from the documents of a figure finds the same table.
        useSetupAction({
            getLocalState: () => ({ code: this.code, filters: this.state.filters }),
        });
        onWillStart(() => this.start());
        onMounted(() => this.showApp());
    }

    async start() {
        this.state.options = await this.orm.call(MODEL, "get_options", [this.code]);
        this.env.config.setDisplayName(this.state.options.title);
        this.props.updateActionState({ report: this.code });
        return this.load();
    }

    /** A report has no menu of its own: by its address alone it would be of no app. */
    showApp() {
        if (!this.menu.getCurrentApp()) {
            const center = this.menu
                .getAll()
                .find(({ actionPath }) => actionPath === "reports");
            this.menu.setCurrentMenu(center?.appID);
        }
    }

    async load() {
        const { filters, page } = this.state;
        const data = await this.orm.call(MODEL, "get_report", [
            this.code,
            filters,
            page,
        ]);
        const { date_from, date_to } = data;
        Object.assign(this.state, { data, folded: {} });
        if (date_from) {
            Object.assign(this.state.filters, { date_from, date_to });
        }
        keepLastFilters(this.code, this.state.filters);
    }

    change(values, isWhole = false) {
        const { filters } = this.state;
        this.state.filters = isWhole ? { ...values } : { ...filters, ...values };
        this.state.page = 0;
        return this.load();
    }

    turn({ offset, limit }) {
        this.state.page = offset / limit;
        return this.load();
    }

    async save(name) {
        this.state.options.favourites = await this.orm.call(MODEL, "save_favourite", [
            this.code,
            name,
            this.state.filters,
        ]);
    }

    async forget(id) {
        this.state.options.favourites = await this.orm.call(MODEL, "delete_favourite", [
            this.code,
            id,
        ]);
    }

    /** The rows that are not below a folded one, each with what folds it. */
    get rows() {
        const { rows } = this.state.data;
        const heads = new Set();
        const shown = [];
        rows.forEach((row, index) => {
            const path = row.node.join("/");
            const isHead = row.node.length && !heads.has(path);
            heads.add(path);
            const above = row.node.slice(0, -1);
            const isHidden = above.some(
                (_id, end) => this.state.folded[row.node.slice(0, end + 1).join("/")]
            );
            if (!isHidden) {
                const below = rows
                    .slice(index + 1)
                    .find((one) => one.depth > row.depth);
                const canFold =
                    isHead && below && below.node[row.depth] === row.node.at(-1);
                shown.push({ ...row, index, path, canFold });
            }
        });
        return shown;
    }

    fold(path) {
        this.state.folded[path] = !this.state.folded[path];
    }

    isNumber(column) {
        return column.kind !== "text";
    }

    format({ kind }, value) {
        if (value === false && kind !== "text") {
            return "";
        }
        if (kind === "monetary") {
            return formatMonetary(value, { currencyId: this.state.data.currency_id });
        }
        if (kind === "percent") {
            return formatPercentage(value, { digits: [16, 1] });
        }
        if (kind === "float") {
            return formatFloat(value, { digits: [16, 1] });
        }
        return kind === "integer" ? formatInteger(value) : value || "";
    }

    getCellClass(column, value) {
        if (!this.isNumber(column)) {
            return "text-nowrap";
        }
        const isFall = column.name.endsWith("__change") && value < 0;
        const color = (isFall && "text-danger") || (value ? "" : "text-muted");
        return `text-end text-nowrap ${color}`;
    }

    async open(row) {
        const { action, hidden } = await this.orm.call(MODEL, "get_drill_action", [
            this.code,
            this.state.filters,
            row.key,
        ]);
        if (hidden) {
            this.notification.add(
                _t("%s records of this figure are hidden from you.", hidden),
                { type: "info" }
            );
        }
        return action && this.action.doAction(action);
    }

    analyse() {
        return this.action.doAction(this.state.data.pivot);
    }

    async export(kind) {
        const action = await this.orm.call("crm.yishang.report.export", "start", [
            kind,
            this.code,
            this.state.filters,
        ]);
        if (kind === "pdf") {
            return this.action.doAction(action);
        }
        const close = this.notification.add(
            _t(
                "%s rows are being written. You may go on working.",
                this.state.data.count
            ),
            { type: "info", sticky: true }
        );
        try {
            await download({ url: action.url, data: {} });
        } finally {
            close();
        }
    }

    /** The columns with their place in a row; a phone has no room for codes. */
    get columns() {
        return this.state.data.columns
            .map((column, index) => ({ ...column, index }))
            .filter(({ name }) => !(this.env.isSmall && name.endsWith("_code")));
    }

    get pager() {
        const { count, page_size: limit } = this.state.data;
        return { offset: this.state.page * limit, limit, total: count };
    }
}

registry.category("actions").add("crm_yishang.report", ReportPage);
