using System.Globalization;
using ScoreSde.Cli;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Training;

/// <summary>A network whose file could not be read again, since its classes say more than its weights, is refused before its training.</summary>
[Trait("Category", "Once")]
public sealed class UnreadableFileTests : IDisposable
{
    private const int Classes = 600;
    private const int RowsOfClass = 5;

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    // A header of 4 MiB, of which 2¹⁸ bytes are for paths; a letter counts seven.
    [Theory]
    [InlineData(930, true)]
    [InlineData(950, false)]
    public void Names_of_classes_are_no_longer_than_a_file_holds(int letters, bool isTaken)
    {
        string name = new('n', letters - 4);
        File.WriteAllLines(folder["many.csv"], Enumerable.Range(0, Classes * RowsOfClass).Select(row => string.Create(CultureInfo.InvariantCulture, $"{row},{name}{row % Classes:D4}")).Prepend("x,label"));
        ProgramRun run = ProgramRun.Of("train", "--data", folder["many.csv"], "--labels", "label", "--width", "2", "--depth", "0", "--batch", "8", "--steps", "2", "--out", folder["m"]);
        Assert.Equal(isTaken ? App.Done : App.BadUsage, run.Code);
        Assert.Equal(isTaken ? ["m", "many.csv"] : ["many.csv"], folder.Files);
        Assert.Equal(!isTaken, run.Error.Contains(
            "scoresde: A file would say more of its data's 1 columns and 600 classes than of so small a network, and could not be read: give a greater width or shorter names of classes.\n", StringComparison.Ordinal));
        if (isTaken)
        {
            ProgramRun.Done("sample", "--model", folder["m"], "--count", "2", "--steps", "2", "--out", folder["x.npy"]);
        }
    }
}
