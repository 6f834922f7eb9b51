using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Guidance;

namespace ScoreSde.Cli.Fitting;

/// <summary>Whether a model can be guided.</summary>
internal static class GuidanceFit
{
    /// <summary>The largest guidance that is taken.</summary>
    public const double MostGuidance = 100;

    /// <summary>Guidance leads from the score without a class to that of one, so a model must have learned both.</summary>
    public static void CheckGuidance(Model model, GuidanceRule? guided, Faults faults)
    {
        if (guided is null)
        {
            return;
        }

        if (model.CanBeGuided)
        {
            if (guided.Rescale != 0 && model.Dimension < 2)
            {
                faults.Add($"Samples of model '{model.Name}' are one number, which has no deviation that --guidance-rescale could keep.");
            }

            return;
        }

        if (model.Classes == 0)
        {
            faults.Add($"Model '{model.Name}' has no classes, so --guidance means nothing{(model is IOutsideNetwork { FixedInputs.Count: > 0 } ? ": its inputs held fixed have no twin in \"fixedUnconditional\"" : "")}.");
        }
        else
        {
            faults.Add($"Model '{model.Name}' was trained with every label, so there is nothing that --guidance could lead away from: train it with --label-dropout 0.1, say.");
        }
    }
}
