using ScoreSde.Cli.Models;
using ScoreSde.Data;

namespace ScoreSde.Cli.Arguments;

/// <summary>A class by the label that the data has for it.</summary>
internal static class ClassWord
{
    /// <summary>The number of the class of that label; null where none was asked for, and null and a fault where the model has no such class.</summary>
    public static int? Find(string? label, Model model, Faults faults)
    {
        if (label is null)
        {
            return null;
        }

        if (model.Classes == 0)
        {
            faults.Add($"Model '{model.Name}' has no classes, so --label means nothing.");
            return null;
        }

        int place = 0;
        foreach (string name in model.ClassNames)
        {
            if (name == label)
            {
                return place;
            }

            place++;
        }

        faults.Add($"--label must be a class of model '{model.Name}', not '{label}'; the classes are {ClassList.Of(model.ClassNames)}.");
        return null;
    }
}
