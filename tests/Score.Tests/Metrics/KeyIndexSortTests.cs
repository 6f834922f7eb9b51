using ScoreSde.Metrics;

namespace ScoreSde.Tests.Metrics;

public sealed class KeyIndexSortTests
{
    [Fact]
    public void Values_come_in_ascending_order_with_their_places_and_equal_ones_in_the_order_given()
    {
        float[] values = [3, -1, float.MaxValue, -1, 0, float.MinValue, float.Epsilon, -float.Epsilon, 3];
        AssertSorted(values, new KeyIndexSort(values.Length));
    }

    [Fact]
    public void One_sorter_serves_many_sets()
    {
        var sorting = new KeyIndexSort(5000);
        foreach (int count in new[] { 5000, 1, 0, 4096 })
        {
            AssertSorted(count == 0 ? [] : Points.Normal(count, 1, (ulong)count).Values.ToArray(), sorting);
        }
    }

    private static void AssertSorted(float[] values, KeyIndexSort sorting)
    {
        var sorted = new float[values.Length];
        var places = new int[values.Length];
        sorting.Sort(values, sorted, places);
        int[] expected = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        Assert.Equal(expected, places);
        Assert.Equal(expected.Select(i => values[i]), sorted);
    }
}
