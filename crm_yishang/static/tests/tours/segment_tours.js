import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_segment_build", {
    steps: () => [
        { trigger: ".o_list_button_add:contains(新建)", run: "click" },
        {
            trigger: ".o_field_widget[name=name] :is(input, textarea)",
            run: "edit 华北重点",
        },
        { trigger: ".o_field_domain" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: "button[name=action_open_customers]:contains(客户)" },
        { trigger: "button[name=action_mail]:contains(写邮件)", run: "click" },
        {
            trigger: ".o_field_widget[name=subject] :is(input, textarea)",
            run: "edit 新品上市",
        },
        { trigger: ".o_form_button_save", run: "click" },
        {
            trigger:
                ".o_form_saved, .o_form_readonly, .o_form_view:not(:has(.o_form_dirty))",
        },
    ],
});

tours.add("crm_yishang_segment_effect", {
    steps: () => [
        { trigger: ".nav-link:contains(效果)", run: "click" },
        { trigger: ".o_field_widget[name=reached]:contains(1)" },
        { trigger: ".o_field_widget[name=opened]:contains(1)" },
        { trigger: ".o_field_widget[name=clicked]:contains(1)" },
        { trigger: "button[name=action_open_mailings]", run: "click" },
        { trigger: ".o_data_row:contains(新品上市)" },
    ],
});
