# Where logs and figures go, who is told and of what: alarms by e-mail, and a budget.
resource "azurerm_log_analytics_workspace" "this" {
  name                         = var.name
  resource_group_name          = var.resource_group
  location                     = var.location
  sku                          = "PerGB2018"
  retention_in_days            = 90
  local_authentication_enabled = false
  tags                         = var.tags
}

resource "azurerm_monitor_action_group" "this" {
  name                = "${var.name}-alarms"
  resource_group_name = var.resource_group
  short_name          = "alarms"
  tags                = var.tags

  email_receiver {
    name                    = "who-is-told"
    email_address           = var.alarm_email
    use_common_alert_schema = true
  }
}

resource "azurerm_monitor_metric_alert" "this" {
  for_each = var.alarms

  name                = "${var.name}-${each.key}"
  description         = each.value.about
  resource_group_name = var.resource_group
  scopes              = [each.value.scope]
  frequency           = "PT5M"
  window_size         = "PT15M"
  severity            = 2
  tags                = var.tags

  criteria {
    metric_namespace = each.value.namespace
    metric_name      = each.value.metric
    aggregation      = "Average"
    operator         = "GreaterThan"
    threshold        = each.value.threshold
  }

  action {
    action_group_id = azurerm_monitor_action_group.this.id
  }
}

resource "azurerm_consumption_budget_resource_group" "month" {
  name              = "${var.name}-month"
  resource_group_id = var.resource_group_id
  amount            = var.budget
  time_grain        = "Monthly"

  time_period {
    start_date = var.budget_start
  }

  notification {
    operator       = "GreaterThan"
    threshold      = 100
    threshold_type = "Forecasted"
    contact_emails = [var.alarm_email]
  }
}
