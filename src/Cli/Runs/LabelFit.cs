using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;

namespace ScoreSde.Cli.Runs;

/// <summary>Whether a model knows the class, or the guidance, that was asked for.</summary>
internal static class LabelFit
{
    /// <summary>The largest guidance that is taken.</summary>
    public const double MostGuidance = 100;

    /// <summary>A class that is asked for must be one of the model's.</summary>
    public static void CheckLabel(Model model, int? label, Faults faults)
    {
        if (label is { } chosen && chosen >= model.Classes)
        {
            faults.Add(model.Classes == 0
                ? $"Model '{model.Name}' has no classes, so --label means nothing."
                : $"--label must be a class of model '{model.Name}', from 0 to {model.Classes - 1}, not {chosen}.");
        }
    }

    /// <summary>Guidance leads from the score without a class to that of one, so a model must have learned both.</summary>
    public static void CheckGuidance(Model model, double? weight, Faults faults)
    {
        if (weight is null)
        {
            return;
        }

        if (model.Classes == 0)
        {
            faults.Add($"Model '{model.Name}' has no classes, so --guidance means nothing.");
        }
        else if (!model.KnowsUnlabelled)
        {
            faults.Add($"Model '{model.Name}' was trained with every label, so there is nothing that --guidance could lead away from: train it with --label-dropout 0.1, say.");
        }
    }
}
