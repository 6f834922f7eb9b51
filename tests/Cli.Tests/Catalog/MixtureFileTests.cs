using ScoreSde.Cli.Catalog;
using ScoreSde.Scores;
using ScoreSde.Tests.Support;

namespace ScoreSde.Tests.Catalog;

public sealed class MixtureFileTests : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Weights_means_and_deviations_or_covariances_are_read()
    {
        GaussianMixture one = Read("""{"means": [[1, 2, 3]], "deviations": 0.5}""");
        Assert.Equal((1, 3, 0.25), (one.Components.Count, one.Dimension, one.Components[0].Eigenvalues[2]));

        GaussianMixture each = Read("""{"weights": [1, 3], "means": [[0, 0], [4, 0]], "deviations": [0.5, [1, 0.1]],} // with a comma too many""");
        Assert.Equal([0.25, 0.75], each.Weights);
        Assert.Equal([4, 0], each.Components[1].Mean);
        Assert.Equal([0.25, 0.25, 1, 0.1 * 0.1], each.Components.SelectMany(static component => component.Eigenvalues));

        GaussianMixture full = Read("""{"means": [[0, 0]], "covariances": [[[2, 1.2], [1.2, 1]]]}""");
        double[,] covariance = MixtureMoments.CovarianceOf(full.Components[0]);
        Assert.Equal(1.2, covariance[0, 1], 12);
        Assert.Equal(2, covariance[0, 0], 12);

        // The law along the axes is that with the same covariance as a matrix.
        GaussianMixture axes = Read("""{"means": [[1, -1]], "deviations": [[2, 0.5]]}""");
        GaussianMixture matrix = Read("""{"means": [[1, -1]], "covariances": [[[4, 0], [0, 0.25]]]}""");
        var level = new Processes.VariancePreserving(new Schedules.LinearSchedule()).At(0.3);
        Assert.Equal(matrix.LogDensity([0.2, 0.3], level), axes.LogDensity([0.2, 0.3], level), 12);
    }

    [Theory]
    [InlineData("", "it is no JSON")]
    [InlineData("{", "it is no JSON: line 1")]
    [InlineData("[1]", "must be an object")]
    [InlineData("""{"means": [[1]], "deviations": 1, "sigma": 2}""", "has \"sigma\", which says nothing here")]
    [InlineData("""{"deviations": 1}""", "\"means\" must be a list")]
    [InlineData("""{"means": [], "deviations": 1}""", "all of one length")]
    [InlineData("""{"means": [[1], [1, 2]], "deviations": 1}""", "all of one length")]
    [InlineData("""{"means": [[1, "a"]], "deviations": 1}""", "no finite number")]
    [InlineData("""{"means": [[1e999]], "deviations": 1}""", "no finite number")]
    [InlineData("""{"means": [[1e31]], "deviations": 1}""", "mean 1 has 1E+31; numbers here are at most 1E+30")]
    [InlineData("""{"means": [[1]], "deviations": 1e200}""", "\"deviations\" has 1E+200")]
    [InlineData("""{"means": [[1]], "covariances": [[[1e308]]]}""", "covariance 1 has 1E+308")]
    [InlineData("""{"weights": [1e308, 1e308], "means": [[1], [2]], "deviations": 1}""", "\"weights\" has 1E+308")]
    [InlineData("""{"means": [[1]], "means": [[2]], "deviations": 1}""", "it has \"means\" twice")]
    [InlineData("""{"means": [[1]]}""", "one of them")]
    [InlineData("""{"means": [[1]], "deviations": 1, "covariances": [[[1]]]}""", "one of them")]
    [InlineData("""{"means": [[1]], "deviations": -1}""", "at least 0, not -1")]
    [InlineData("""{"means": [[1], [2]], "deviations": [1]}""", "2 of them")]
    [InlineData("""{"means": [[1, 2]], "deviations": [[1]]}""", "a number or 2 numbers")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 0]]]}""", "a 2 × 2 matrix")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 2], [2, 1]]]}""", "negative eigenvalue")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 2], [0, 1]]]}""", "symmetric")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 0], [0, 1], [0, 0]]]}""", "a 2 × 2 matrix")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 0], [0, 1, 0]]]}""", "a 2 × 2 matrix")]
    [InlineData("""{"means": [[1, 2]], "covariances": [[[1, 0], 1]]}""", "covariance 1 must be a list")]
    [InlineData("""{"means": [[1], 2], "deviations": 1}""", "mean 2 must be a list")]
    [InlineData("""{"means": [[1], [[2]]], "deviations": 1}""", "mean 2 has something that is no finite number")]
    [InlineData("""{"means": [[1]], "deviations": {"a": 1}}""", "\"deviations\" must be a list or a number")]
    [InlineData("""{"means": [[1]], "deviations": 1} 2""", "it is no JSON: line 1")]
    [InlineData("""{"weights": [0], "means": [[1]], "deviations": 1}""", "greater than 0")]
    [InlineData("""{"weights": [1, 2], "means": [[1]], "deviations": 1}""", "must be 1 numbers")]
    public void What_is_no_mixture_is_told_in_a_sentence(string json, string sentence)
    {
        ArgumentException fault = Assert.ThrowsAny<ArgumentException>(() => Read(json));
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\\ud800")]
    [InlineData("\u00ff")]
    public void A_name_that_is_no_Unicode_is_told(string name)
    {
        File.WriteAllBytes(folder["m.json"], System.Text.Encoding.Latin1.GetBytes($$"""{"means": [[1]], "deviations": 1, "{{name}}": 2}"""));
        Assert.Contains("no Unicode", Assert.ThrowsAny<ArgumentException>(() => MixtureFile.Read(folder["m.json"])).Message, StringComparison.Ordinal);
    }

    // Twice the file and 10 MB, whatever its numbers are: the law itself where it is taken, nearly nothing where it is not.
    [Theory]
    [InlineData("weights", 1_000_000, "must be 1 numbers", 500_000)]
    [InlineData("means", 1_000_000, "takes 208 MB, more than twice the file's 4.0 MB and 10", 500_000)]
    [InlineData("digits", 40_000, null, 10_000_000)]
    [InlineData("long", 200, null, 0)]
    [InlineData("axes", 200, null, 0)]
    public void What_is_read_takes_no_more_than_the_law_and_two_buffers(string kind, int count, string? sentence, long most)
    {
        string one = string.Join(",", Enumerable.Repeat("-0.12345678901234567", 784));
        string json = kind switch
        {
            "weights" => $"{{\"means\": [[{string.Join(",", Enumerable.Repeat("1", 1000))}]], \"deviations\": 1, \"weights\": [{Many("1")}]}}",
            "long" => $"{{\"deviations\": 1, \"means\": [{Many($"[{one}]")}]}}",
            "axes" => $"{{\"deviations\": [{Many($"[{one.Replace("-", "", StringComparison.Ordinal)}]")}], \"means\": [{Many($"[{one}]")}]}}",
            _ => $"{{\"means\": [{Many("[1]")}], \"deviations\": 1}}",
        };
        File.WriteAllText(folder["m.json"], json);
        long before = GC.GetAllocatedBytesForCurrentThread();
        string? fault = null;
        try
        {
            MixtureFile.Read(folder["m.json"]);
        }
        catch (ArgumentException refusal)
        {
            fault = refusal.Message;
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, (sentence is null ? 2 * json.Length : 0) + most);
        Assert.Contains(sentence ?? "taken", fault ?? "taken", StringComparison.Ordinal);

        string Many(string word) => string.Join(",", Enumerable.Repeat(word, count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_530)]
    [InlineData(65_536)]
    public void Where_words_fall_between_two_buffers_changes_nothing(int padding)
    {
        string numbers = string.Join(", // one more\n", Enumerable.Range(0, 9000).Select(static i => $"{i}.125e-3"));
        GaussianMixture read = Read($"\uFEFF{new string(' ', padding)}{{\"means\": [[{numbers}], [{numbers}]], \"deviations\": [2, [{numbers}]]}}");
        Assert.Equal(Enumerable.Range(0, 9000).Select(static i => (i + 0.125) * 1e-3), read.Components[1].Mean, static (a, b) => Math.Abs(a - b) < 1e-15 * (1 + a));
        Assert.Equal(read.Components[0].Mean.Select(static value => value * value), read.Components[1].Eigenvalues);
    }

    [Fact]
    public void A_word_without_end_is_refused_by_little_memory()
    {
        string json = $"{{\"means\": [[1{new string('0', 8_000_000)}]], \"deviations\": 1}}";
        File.WriteAllText(folder["m.json"], json);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("a word of more than", Assert.ThrowsAny<ArgumentException>(() => MixtureFile.Read(folder["m.json"])).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4_000_000);
    }

    private GaussianMixture Read(string json)
    {
        File.WriteAllText(folder["m.json"], json);
        return MixtureFile.Read(folder["m.json"]);
    }
}
