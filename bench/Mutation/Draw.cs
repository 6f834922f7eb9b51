namespace ScoreSde.Mutation;

/// <summary>Which slips are tried.</summary>
internal static class Draw
{
    /// <summary>
    /// A queue for each slip that is to be tried: folder by folder in proportion to what it holds, at random within it. All the queues of a folder draw from one
    /// order, so that what does not compile is replaced by the next. Queues of different folders take turns.
    /// </summary>
    public static IEnumerable<IEnumerator<Mutant>> Queues(IReadOnlyCollection<Mutant> all, int count, int seed)
    {
        var random = new Random(seed);
        var places = new List<(double Turn, IEnumerator<Mutant> Queue)>();
        foreach (IGrouping<string, Mutant> folder in all.GroupBy(mutant => mutant.Folder))
        {
            Mutant[] order = [.. folder];
            random.Shuffle(order);
            int share = count == 0 ? order.Length : Math.Min(order.Length, (int)Math.Ceiling((double)count * order.Length / all.Count));
            IEnumerator<Mutant> queue = ((IEnumerable<Mutant>)order).GetEnumerator();
            places.AddRange(Enumerable.Range(0, share).Select(i => ((i + 0.5) / share, queue)));
        }

        return [.. places.OrderBy(place => place.Turn).Select(place => place.Queue)];
    }

    /// <summary>A queue of one.</summary>
    public static IEnumerator<Mutant> Alone(Mutant mutant) => ((IEnumerable<Mutant>)[mutant]).GetEnumerator();
}
