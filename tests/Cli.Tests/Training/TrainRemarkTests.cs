using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Training;

/// <summary>What is remarkable of data is said before a network is trained on it.</summary>
[Trait("Category", "Once")]
public sealed class TrainRemarkTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Around 10¹⁶ numbers of 64 bits lie 2 apart, and these vary by a few of such steps.</summary>
    [Theory]
    [InlineData(1e16, true)]
    [InlineData(100, false)]
    public void A_column_that_is_coarse_is_told(double around, bool isTold)
    {
        File.WriteAllLines(folder["d.csv"], ["x,y", .. Enumerable.Range(0, 12).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{around + (2 * (i % 5)):R},{i % 3}"))]);
        ProgramRun run = ProgramRun.Done("train", "--data", folder["d.csv"], "--steps", "2", "--width", "8", "--depth", "1", "--batch", "4", "--out", folder["m"]);
        string[] told = [.. run.Error.Split('\n').Where(static line => line.StartsWith("scoresde: Column 0 varies by ", StringComparison.Ordinal))];
        Assert.Equal(isTold ? 1 : 0, told.Length);
        Assert.All(told, static line => Assert.EndsWith("around 1E+16, where numbers of 64 bits lie 2 apart: it is rounded to that, as read and as written; subtract the common part first.", line, StringComparison.Ordinal));
    }
}
