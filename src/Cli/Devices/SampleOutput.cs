using System.Numerics;
using ScoreSde.Cli.Models;
using ScoreSde.Cli.Output;
using ScoreSde.Cli.Parts;
using ScoreSde.Cli.Pictures;
using ScoreSde.Guidance;
using ScoreSde.Images;
using ScoreSde.Scores;
using ScoreSde.States;

namespace ScoreSde.Cli.Devices;

/// <summary>What every way of sampling has: the model, how many, and where they go.</summary>
/// <param name="Model">What is sampled.</param>
/// <param name="Count">Samples.</param>
/// <param name="Seed">Fixes every random number.</param>
/// <param name="Label">The class of all samples; null for all classes in turn.</param>
/// <param name="Guidance">w of classifier-free guidance; null for the conditional model alone.</param>
/// <param name="Threads">Workers; 0 for one for each processor.</param>
/// <param name="Out">The .npy file, if any.</param>
/// <param name="Image">The .png file, if any.</param>
internal sealed record SampleOutput(Model Model, long Count, ulong Seed, int? Label, double? Guidance, int Threads, string? Out, string? Image)
{
    private const int Unlabelled = -1;

    /// <summary>How samples go to the file as they are done; null where they are kept until the end.</summary>
    public SampleTarget? Target { get; init; }

    /// <summary>The samples that are drawn.</summary>
    public RowRange Rows => Target?.Shard?.RowsOf(Count) ?? new RowRange(0, Count);

    /// <summary>Samples, where one array holds them.</summary>
    /// <exception cref="OverflowException">It does not.</exception>
    public int CountInMemory => checked((int)Count);

    /// <summary>The class of each sample.</summary>
    public Func<long, int> LabelOf => Label is { } label ? _ => label : Model.TurnOf;

    /// <summary>The model of the noise, of the class of each sample, with guidance where it is asked for.</summary>
    public IScoreFunction<Tile<T>> Score<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IScoreFunction<Tile<T>> conditional = Model.Score<T>(LabelOf);
        return Guidance is { } weight ? new ClassifierFreeGuidance<T>(conditional, Model.Score<T>(static _ => Unlabelled), weight) : conditional;
    }

    /// <summary>
    /// Writes states in the model's units, samples [count, dimension] or, where a number of times is given, [times, count, dimension]; they are left in
    /// the data's units.
    /// </summary>
    public void Write<T>(T[] values, int? times, Terminal terminal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Model.ToNatural<T>(values);
        if (Out is { } file)
        {
            long[] shape = times is { } kept ? [kept, Count, Model.Dimension] : [Count, Model.Dimension];
            string kind = FileUnits.Save(file, Model, values, terminal, shape);
            terminal.Out.WriteLine($"{ResultFile.NameOf(file)}: {string.Join(" × ", shape)} {kind}");
        }

        if (Image is { } image)
        {
            float[] natural = values as float[] ?? Array.ConvertAll(values, float.CreateTruncating);
            Draw(image, times is null
                ? SamplePictures.Of(Model, natural.AsSpan(0, SamplePictures.RowsShown(Model, Count) * Model.Dimension))
                : SamplePictures.Strip(Model, [.. natural.Chunk(CountInMemory * Model.Dimension)]), terminal);
        }
    }

    /// <summary>Writes a picture.</summary>
    public static void Draw(string image, Picture picture, Terminal terminal)
    {
        ResultFile.Write(image, terminal, stream => PngFile.Write(stream, picture));
        terminal.Out.WriteLine($"{ResultFile.NameOf(image)}: picture");
    }
}
