using System.Globalization;
using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Models;
using ScoreSde.Data;
using ScoreSde.Inverse;
using ScoreSde.Inverse.Operators;

namespace ScoreSde.Cli.Catalog;

/// <summary>Names of measurements to restore from. A number after a colon sets their size: <c>superres:4</c>.</summary>
internal static class TaskCatalog
{
    /// <summary>What <c>restore</c> takes where <c>--task</c> is not given.</summary>
    public const string Default = "inpaint";

    private const ulong RowsSeed = 0;

    /// <summary>All tasks: the maker of the operator from the model and the number.</summary>
    public static Shelf<TaskChoice> Shelf { get; } = new(
        "task",
        "tasks",
        new("inpaint", "a square hole in the middle, N pixels wide; default half the width", new(static (model, n) => Inpaint(Shape(model), (int)n), true, Half)),
        new("superres", "the mean of each square of N × N pixels; default 2", new(static (model, n) => Pool(Shape(model), (int)n), true, static _ => 2)),
        new("blur", "a Gaussian blur of N pixels' deviation; default 1", new(static (model, n) => Blur(Shape(model), n), true, static _ => 1, TakesFractions: true)),
        new("compressed", "N random combinations of all numbers; default a quarter of them", new(static (model, n) => DenseOperator.Random((int)n, model.Dimension, RowsSeed), false, static model => Math.Max(1, model.Dimension / 4))));

    /// <summary>The operator of a word such as <c>blur:1.5</c> for a model, or null and a fault.</summary>
    public static ILinearOperator? Find(string word, Model model, Faults faults)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? word : word[..colon];
        if (Shelf.Find(name, faults) is not { } entry)
        {
            return null;
        }

        if (entry.Value.NeedsPicture && model.Image is not { Channels: 1 })
        {
            faults.Add($"Task '{entry.Name}' is for pictures of one channel; samples of model '{model.Name}' are none. 'compressed' takes any.");
            return null;
        }

        double number = entry.Value.Fallback(model);
        string? text = colon < 0 ? null : word[(colon + 1)..];
        if (text is not null && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && number > 0 && number <= model.Dimension))
        {
            faults.Add($"The number of task '{entry.Name}' must be greater than 0 and at most {model.Dimension}, not '{text}'.");
            return null;
        }

        if (!entry.Value.TakesFractions && number != Math.Floor(number))
        {
            faults.Add($"The number of task '{entry.Name}' must be a whole number, not '{text}'.");
            return null;
        }

        try
        {
            return entry.Value.Make(model, number);
        }
        catch (ArgumentException refusal)
        {
            faults.Add($"Task '{word}' does not suit model '{model.Name}': {refusal.Message}");
            return null;
        }
    }

    private static double Half(Model model) => Math.Max(1, Shape(model).Width / 2);

    private static ImageShape Shape(Model model) => model.Image!.Value;

    private static Mask Inpaint(ImageShape shape, int size) =>
        Mask.WithHole(shape.Height, shape.Width, (shape.Height - size) / 2, (shape.Width - size) / 2, size, size);

    private static SeparableBlur Blur(ImageShape shape, double deviation) => SeparableBlur.Gaussian(shape.Height, shape.Width, deviation);

    private static AveragePooling Pool(ImageShape shape, int size) => new(shape.Height, shape.Width, size);
}
