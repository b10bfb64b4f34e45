import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("crm_yishang_ledger_print", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)", run: "click" },
        { trigger: ".o_form_view .o_cp_action_menus button", run: "click" },
        { trigger: ".o-dropdown-item:contains(客户台账)", run: "click" },
        // What the server answers when the test lets it print; no word on wkhtmltopdf.
        { trigger: ".modal:contains(台账已送达打印)" },
        {
            trigger: "body:not(:has(.o_notification)) .modal-footer button",
            run: "click",
        },
        { trigger: ".o_form_view:not(:has(.o_report_iframe))" },
    ],
});
