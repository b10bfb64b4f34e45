import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import {
    formatFloat,
    formatInteger,
    formatMonetary,
} from "@web/views/fields/formatters";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { SupervisionTimeline } from "./supervision_timeline";

const MODEL = "crm.yishang.supervision";

export class Supervision extends Component {
    static template = "crm_yishang.Supervision";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = { controlPanel: {} };
        const filters = this.props.state?.filters;
        this.state = useState({
            options: {},
            data: {},
            filters: filters || {
                preset: "",
                date_from: "",
                date_to: "",
                department: "",
                region: "",
                user: "",
            },
            sort: { key: "", descending: true },
            withDepartments: false,
            withAll: false,
        });
        // Whoever comes back from the records of a figure finds the same table.
        useSetupAction({ getLocalState: () => ({ filters: this.state.filters }) });
        onWillStart(() => this.start());
    }

    async start() {
        this.state.options = await this.orm.call(MODEL, "get_filters", []);
        if (this.state.filters.date_from) {
            return this.load();
        }
        return this.choosePreset(this.state.options.preset);
    }

    async load() {
        const data = await this.orm.call(MODEL, "get_data", [], this.getArguments());
        this.state.data = data;
    }

    getArguments() {
        const { date_from, date_to, department, region, user } = this.state.filters;
        return {
            date_from,
            date_to,
            department_ids: department ? [Number(department)] : [],
            region_ids: region ? [Number(region)] : [],
            user_ids: user ? [Number(user)] : [],
        };
    }

    choosePreset(key) {
        const preset = this.state.options.presets.find((one) => one.key === key);
        const { date_from, date_to } = preset;
        Object.assign(this.state.filters, { preset: key, date_from, date_to });
        return this.load();
    }

    setFilter(name, value) {
        if (name.startsWith("date")) {
            // A date that is being typed is empty until it is one.
            if (!value) {
                return;
            }
            this.state.filters.preset = "";
        }
        this.state.filters[name] = value;
        return this.load();
    }

    sortBy(key) {
        const { sort } = this.state;
        this.state.sort = {
            key,
            descending: sort.key === key ? !sort.descending : true,
        };
    }

    /** The figures on the screen, each with its place in the rows. */
    get columns() {
        return this.state.data.columns
            .map((column, position) => ({ ...column, position }))
            .filter((column) => column.is_main || this.state.withAll);
    }

    get rows() {
        const { columns, rows } = this.state.data;
        const { key, descending } = this.state.sort;
        if (!key) {
            return rows;
        }
        const position = columns.findIndex((column) => column.key === key);
        const pick = (row) => (position < 0 ? row[key] || "" : row.cells[position]);
        const sign = descending ? -1 : 1;
        return rows.toSorted((one, other) => {
            const [left, right] = [pick(one), pick(other)];
            return sign * (left < right ? -1 : left > right ? 1 : 0);
        });
    }

    format(column, value) {
        if (column.kind === "monetary") {
            return formatMonetary(value, { currencyId: this.state.data.currency_id });
        }
        return column.kind === "float"
            ? formatFloat(value, { digits: [16, 1] })
            : formatInteger(value);
    }

    getCellClass(column, value) {
        if (!value) {
            return "text-muted";
        }
        return column.is_alert ? "text-danger fw-bold" : "";
    }

    async openFigure(column, row) {
        const { date_from, date_to, department_ids } = this.getArguments();
        const args = [column.key, row.user_id, date_from, date_to, department_ids];
        return this.action.doAction(await this.orm.call(MODEL, "get_action", args));
    }

    openTimeline(row) {
        const { date_from, date_to } = this.state.filters;
        this.dialog.add(SupervisionTimeline, {
            userId: row.user_id,
            dateFrom: date_from,
            dateTo: date_to,
        });
    }

    async export(kind) {
        const action = await this.orm.call(
            `${MODEL}.export`,
            "start",
            [kind],
            this.getArguments()
        );
        return this.action.doAction(action);
    }

    analyse() {
        return this.action.doAction(
            "crm_yishang.crm_yishang_supervision_report_action"
        );
    }
}

registry.category("actions").add("crm_yishang.supervision", Supervision);
