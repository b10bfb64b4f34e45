import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { user } from "@web/core/user";

/** The bar above a report: period, what narrows it, favourites. */
export class ReportFilters extends Component {
    static template = "crm_yishang.ReportFilters";
    static components = { MultiRecordSelector };
    static props = {
        options: Object,
        filters: Object,
        onChange: Function,
        onSave: Function,
        onDelete: Function,
    };

    setup() {
        this.state = useState({ isOpen: false, name: "" });
    }

    get hasPeriod() {
        return this.props.options.filters.includes("period");
    }

    /** What narrows this report, each with the records to choose from. */
    get selectors() {
        const known = [
            { name: "region", label: _t("Region"), model: "crm.yishang.region" },
            {
                name: "user",
                label: _t("Salesperson"),
                model: "res.users",
                domain: [
                    ["share", "=", false],
                    ["company_ids", "in", user.activeCompanies.map(({ id }) => id)],
                ],
                context: { active_test: false },
            },
            { name: "product", label: _t("Product"), model: "product.product" },
            {
                name: "customer_type",
                label: _t("Customer Type"),
                model: "crm.yishang.customer.type",
            },
        ];
        return known.filter(({ name }) => this.props.options.filters.includes(name));
    }

    isPreset(preset) {
        const { date_from, date_to } = this.props.filters;
        return preset.date_from === date_from && preset.date_to === date_to;
    }

    choosePreset({ date_from, date_to }) {
        this.props.onChange({ date_from, date_to });
    }

    setDate(name, value) {
        // A date that is being typed is empty until it is one.
        if (value) {
            this.props.onChange({ [name]: value });
        }
    }

    applyFavourite(id) {
        const { favourites } = this.props.options;
        const favourite = favourites.find((one) => one.id === Number(id));
        if (favourite) {
            this.props.onChange(favourite.filters, true);
        }
    }

    save() {
        this.props.onSave(this.state.name);
        this.state.name = "";
    }
}
